package dev.tidewheel.model.files;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes safetensors files byte by byte, sound ones and broken ones. */
final class SafetensorsFile {
  private SafetensorsFile() {}

  static Path write(Path file, String header, byte[] data) throws IOException {
    return write(file, header.getBytes(UTF_8).length, header, data);
  }

  static Path write(Path file, long statedLength, String header, byte[] data) throws IOException {
    byte[] json = header.getBytes(UTF_8);
    ByteBuffer bytes =
        ByteBuffer.allocate(8 + json.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(statedLength).put(json).put(data);
    return Files.write(file, bytes.array());
  }

  static String entry(String name, String type, String shape, long begin, long end) {
    return "\"%s\":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":[%d,%d]}"
        .formatted(name, type, shape, begin, end);
  }
}
