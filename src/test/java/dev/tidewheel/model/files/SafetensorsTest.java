package dev.tidewheel.model.files;

import static dev.tidewheel.model.files.SafetensorsFile.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsTest {
  @TempDir private Path folder;

  @Test
  void readsFloatsAtAnyAlignment() throws IOException {
    byte[] data = little(9).put((byte) 0).putFloat(1.5f).putFloat(-0f).array();
    Path file =
        write(
            "{" + entry("odd", "U8", "[1]", 0, 1) + "," + entry("x", "F32", "[2,1]", 1, 9) + "}",
            data);

    assertThat(floats(file, "x")).containsExactly(1.5f, -0f);
  }

  @Test
  void widensEveryHalfFloatExactly() throws IOException {
    ByteBuffer data = little(2 << 16);
    for (int bits = 0; bits < 1 << 16; bits++) {
      data.putShort((short) bits);
    }
    float[] floats =
        floats(write("{" + entry("x", "F16", "[65536]", 0, 2 << 16) + "}", data.array()), "x");

    assertThat(floats[0x3c01]).isEqualTo(1 + 0x1p-10f);
    assertThat(floats[0x8001]).isEqualTo(-0x1p-24f);
    assertThat(floats[0x7bff]).isEqualTo(65504f);
    assertThat(floats[0xfc00]).isEqualTo(Float.NEGATIVE_INFINITY);
    assertThat(floats[0x7e00]).isNaN();
    for (int bits = 0; bits < 0x7c00; bits++) {
      assertThat(Float.floatToFloat16(floats[bits])).isEqualTo((short) bits);
    }
  }

  @Test
  void widensBfloatsExactly() throws IOException {
    byte[] data =
        little(8)
            .putShort((short) 0x3f81)
            .putShort((short) 0x8001)
            .putShort((short) 0xff80)
            .putShort((short) 0x7fc0)
            .array();
    float[] floats = floats(write("{" + entry("x", "BF16", "[4]", 0, 8) + "}", data), "x");

    assertThat(floats)
        .containsExactly(
            1.0078125f, Float.intBitsToFloat(0x80010000), Float.NEGATIVE_INFINITY, Float.NaN);
  }

  @Test
  void readsBeyondTwoGibibytes() throws IOException {
    long padding = 5L << 29;
    String header =
        "{"
            + entry("padding", "I8", "[" + padding + "]", 0, padding)
            + ","
            + entry("x", "F32", "[1]", padding, padding + 4)
            + "}";
    Path file = write(header, new byte[0]);
    try (var sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.seek(sparse.length() + padding);
      sparse.write(little(4).putFloat(42).array());
    }

    assertThat(floats(file, "x")).containsExactly(42);
  }

  @Test
  void describesTensorsInTheOrderOfTheirBytes() throws IOException {
    String header =
        "{\"__metadata__\":{\"format\":\"pt\"},"
            + entry("b", "F32", "[]", 4, 8)
            + ","
            + entry("a", "F16", "[1,2]", 0, 4)
            + "}";
    try (Safetensors file = Safetensors.open(write(header, new byte[8]))) {
      assertThat(file.names()).containsExactly("a", "b");
      assertThat(file.info("a"))
          .isEqualTo(new TensorInfo("a", TensorType.F16, List.of(1L, 2L), 0, 4));
      assertThat(file.info("b").elements()).isOne();
    }
  }

  @ParameterizedTest
  @CsvSource({"1152921504606846976", "-1", "100000001"})
  void refusesAHeaderLengthThatNoFileHas(long length) throws IOException {
    assertRefused(SafetensorsFile.write(folder.resolve("x"), length, "{}", new byte[0]), "header");
  }

  @Test
  void refusesAFileThatEndsWithinItsHeader() throws IOException {
    assertRefused(SafetensorsFile.write(folder.resolve("x"), 3, "{}", new byte[0]), "truncated");
  }

  @Test
  void refusesAFileThatEndsWithinItsLength() throws IOException {
    assertRefused(Files.write(folder.resolve("x"), new byte[7]), "too short");
    assertRefused(Files.write(folder.resolve("x"), new byte[0]), "too short");
  }

  @Test
  void refusesAFileThatIsAbsentOrAFolder() {
    assertRefused(folder.resolve("absent"), "cannot be read");
    assertRefused(folder, "cannot be read");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "<html>                                                             | not valid JSON",
        "[]                                                                 | not a JSON object",
        "{} {}                                                              | not valid JSON",
        "{'a':                                                              | not valid JSON",
        "{'a':1}                                                            | unknown dtype ''",
        "{'a':{'dtype':'F33','shape':[2],'data_offsets':[0,8]}}             | tensor a has the unknown dtype 'F33'",
        "{'a':{'dtype':'F32','data_offsets':[0,8]}}                         | tensor a has no list 'shape'",
        "{'a':{'dtype':'F32','shape':[-2],'data_offsets':[0,8]}}            | tensor a has the shape [-2]",
        "{'a':{'dtype':'F32','shape':[2.5],'data_offsets':[0,8]}}           | tensor a has the shape [2.5]",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8,9]}}           | tensor a has data_offsets",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[8,0]}}             | tensor a has data_offsets",
        "{'a':{'dtype':'F32','shape':[3],'data_offsets':[0,12]}}            | outside the file's 8 bytes",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,99999999999999999999]}} | tensor a has the data_offsets",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,8]}}             | tensor a of type F32 and shape [1] has 8 bytes",
        "{'a':{'dtype':'F32','shape':[4294967296,4294967296],'data_offsets':[0,8]}} | impossible shape",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}}             | the last 4 bytes belong to no tensor",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}}             | tensor a begins at byte 4, after byte 0",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},'b':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}} | tensor b begins at byte 4, before byte 8",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]},'a':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}} | Duplicate field",
      })
  void refusesABrokenHeader(String header, String what) throws IOException {
    assertRefused(write(header.replace('\'', '"'), new byte[8]), what);
  }

  @Test
  void refusesATensorOfAnotherType() throws IOException {
    Path file = write("{" + entry("x", "F8_E4M3", "[8]", 0, 8) + "}", new byte[8]);

    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(() -> floats(file, "x"))
        .withMessageContainingAll(
            file.toString(), "tensor x has the dtype F8_E4M3", "F32, F16 or BF16");
  }

  @Test
  void refusesATensorThatIsNotThere() throws IOException {
    Path file = write("{}", new byte[0]);

    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(() -> floats(file, "x"))
        .withMessageContainingAll(file.toString(), "tensor x is missing");
  }

  private static void assertRefused(Path file, String what) {
    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(() -> Safetensors.open(file).close())
        .satisfies(refusal -> assertThat(refusal.what()).contains(what))
        .satisfies(refusal -> assertThat(refusal.file()).isEqualTo(file.toString()))
        .satisfies(refusal -> assertThat(refusal.cure()).isNotBlank());
  }

  private Path write(String header, byte[] data) throws IOException {
    return SafetensorsFile.write(folder.resolve("weights.safetensors"), header, data);
  }

  private static float[] floats(Path path, String name) {
    try (Safetensors file = Safetensors.open(path);
        Arena memory = Arena.ofConfined()) {
      return file.floats(name, memory).toArray(ValueLayout.JAVA_FLOAT);
    }
  }

  private static ByteBuffer little(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
