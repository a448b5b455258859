package dev.tidewheel.schema;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;

/**
 * An Avro container file of records, which any Avro tool opens. Not for several threads.
 *
 * @param <T> generated class of the records
 */
public final class RecordFile<T extends SpecificRecord> implements Closeable {
  private final Codec<T> codec;
  private final DataFileWriter<T> writer;

  /** Makes a file, or replaces one. */
  public RecordFile(Codec<T> codec, Path file) throws IOException {
    this.codec = codec;
    this.writer = new DataFileWriter<>(new SpecificDatumWriter<>(codec.schema()));
    writer.create(codec.schema(), file.toFile());
  }

  /** Appends a record as it came from the log; bytes that are none are passed over. */
  public void append(byte[] encoded) throws IOException {
    if (codec.decode(encoded) instanceof Decoded.Value<T>(T value)) {
      writer.append(value);
    }
  }

  @Override
  public void close() throws IOException {
    writer.close();
  }
}
