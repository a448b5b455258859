package dev.tidewheel.model.files;

import java.io.Serial;
import java.nio.file.Path;

/** A model folder that cannot be used; says which file, what is wrong in it, and the way out. */
public final class ModelException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  private final String file;
  private final String what;
  private final String cure;

  /**
   * Creates a refusal.
   *
   * @param file the file or folder at fault
   * @param what what is wrong, naming the field or tensor
   * @param cure what to do about it
   */
  public ModelException(Path file, String what, String cure) {
    super(file + ": " + what + ". " + cure + ".");
    this.file = file.toString();
    this.what = what;
    this.cure = cure;
  }

  /**
   * Creates a refusal with its cause.
   *
   * @param file the file or folder at fault
   * @param what what is wrong, naming the field or tensor
   * @param cure what to do about it
   * @param cause the failure underneath
   */
  public ModelException(Path file, String what, String cure, Throwable cause) {
    this(file, what, cure);
    initCause(cause);
  }

  /** The file or folder at fault. */
  public String file() {
    return file;
  }

  /** What is wrong, naming the field or tensor. */
  public String what() {
    return what;
  }

  /** What to do about it. */
  public String cure() {
    return cure;
  }

  /** Whether another refusal says the same of the same file. */
  public boolean isSameAs(ModelException other) {
    return file.equals(other.file) && what.equals(other.what);
  }
}
