package dev.tidewheel.model.script;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * The bytes of a TorchScript archive that holds one function and no weights.
 *
 * <p>The format is a stored (uncompressed) zip: the code as text, and two pickles that say "an
 * object of that class, in inference mode" and "no constants".
 */
final class TorchScriptArchive {
  /**
   * The operator set; below 10 old schemas apply, in which for example gelu knows no approximation.
   */
  private static final String OPERATOR_SET = "10\n";

  private static final byte[] OBJECT =
      pickle("c__torch__\nModule\n" + "q\0)\u0081}(X\10\0\0\0training\u0089ub.");
  private static final byte[] NO_CONSTANTS = pickle(").");

  private TorchScriptArchive() {}

  /**
   * Wraps a function.
   *
   * @param forward the text of {@code def forward(self, ...) -> ...:} and its body
   * @return the archive, as libtorch loads it
   */
  static byte[] of(String forward) {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      put(zip, "data.pkl", OBJECT);
      put(zip, "code/__torch__.py", code(forward).getBytes(UTF_8));
      put(zip, "constants.pkl", NO_CONSTANTS);
      put(zip, "version", OPERATOR_SET.getBytes(UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("a write to memory failed", e);
    }
    return bytes.toByteArray();
  }

  private static String code(String forward) {
    return """
        class Module(Module):
          __parameters__ = []
          __buffers__ = []
          training : bool
        """
        + forward.strip().indent(2);
  }

  private static byte[] pickle(String opcodes) {
    byte[] body = opcodes.getBytes(ISO_8859_1);
    byte[] pickle = new byte[body.length + 2];
    pickle[0] = (byte) 0x80;
    pickle[1] = 2;
    System.arraycopy(body, 0, pickle, 2, body.length);
    return pickle;
  }

  private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
    var crc = new CRC32();
    crc.update(content);
    var entry = new ZipEntry("module/" + name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(content.length);
    entry.setCrc(crc.getValue());
    entry.setTime(0);
    zip.putNextEntry(entry);
    zip.write(content);
  }
}
