package dev.tidewheel.schema;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A record header. Its value is shared, not copied: do not change the bytes.
 *
 * @param name its name; several headers may have the same one
 * @param value its bytes, or null where the sender gave none
 */
public record Header(String name, byte @Nullable [] value) {

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Header(String otherName, byte[] otherValue)
        && name.equals(otherName)
        && Arrays.equals(value, otherValue);
  }

  @Override
  public int hashCode() {
    return 31 * name.hashCode() + Arrays.hashCode(value);
  }
}
