package dev.tidewheel.schema;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;

/**
 * Avro single-object encoding of one record type: the bytes C3 01, the writer schema's CRC-64-AVRO
 * fingerprint in little-endian order, the plain datum.
 *
 * <p>Reads what today's schema and every released one wrote. See the Avro 1.12 specification,
 * "Single-object encoding".
 *
 * @param <T> generated class of the records
 */
public final class Codec<T extends SpecificRecord> {
  private static final int MARKER = 0xC301;
  private static final int HEADER_LENGTH = 10;
  private static final int MAX_LENGTH = 16 << 20;

  private final Class<T> type;
  private final Schema schema;
  private final SchemaBook book;
  private final long fingerprint;

  Codec(Class<T> type, SchemaBook book) {
    this.type = type;
    this.schema = SpecificData.get().getSchema(type);
    this.book = book;
    this.fingerprint = SchemaNormalization.parsingFingerprint64(schema);
  }

  /** The schema that {@link #encode} writes. */
  public Schema schema() {
    return schema;
  }

  /**
   * Encodes a record.
   *
   * @param value a complete record: no required field is null
   */
  public byte[] encode(T value) {
    var bytes = new ByteArrayOutputStream(512);
    bytes.writeBytes(
        ByteBuffer.allocate(HEADER_LENGTH)
            .putShort((short) MARKER)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(fingerprint)
            .array());
    try {
      BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
      new SpecificDatumWriter<>(type).write(value, encoder);
      encoder.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("a byte array cannot fail", e);
    }
    return bytes.toByteArray();
  }

  /**
   * Reads bytes from outside.
   *
   * @param bytes anything
   * @return the record, or what is wrong with the bytes; never an exception
   */
  public Decoded<T> decode(byte[] bytes) {
    if (bytes.length < HEADER_LENGTH) {
      return undecodable(
          "%d bytes are too few for a record: the header alone has %d",
          bytes.length, HEADER_LENGTH);
    }
    if (bytes.length > MAX_LENGTH) {
      return undecodable(
          "%d bytes are too many for a record: the limit is %d", bytes.length, MAX_LENGTH);
    }
    ByteBuffer header = ByteBuffer.wrap(bytes, 0, HEADER_LENGTH);
    int marker = Short.toUnsignedInt(header.getShort());
    if (marker != MARKER) {
      return undecodable(
          "starts with %04X, not with C301: it is not in Avro single-object encoding", marker);
    }
    long writerFingerprint = header.order(ByteOrder.LITTLE_ENDIAN).getLong();
    return book.find(writerFingerprint)
        .map(writer -> decode(bytes, writer))
        .orElseGet(
            () ->
                undecodable(
                    "written with a schema of fingerprint %016x, which is not known here: it is"
                        + " newer than this build, or not one of ours",
                    writerFingerprint));
  }

  private Decoded<T> decode(byte[] bytes, Schema writer) {
    if (!writer.getFullName().equals(schema.getFullName())) {
      return undecodable("is a %s, not a %s", writer.getName(), schema.getName());
    }
    Optional<String> fault = DatumCheck.firstFault(writer, bytes, HEADER_LENGTH);
    if (fault.isPresent()) {
      return new Decoded.Undecodable<>(fault.get());
    }
    try {
      var decoder =
          DecoderFactory.get()
              .binaryDecoder(bytes, HEADER_LENGTH, bytes.length - HEADER_LENGTH, null);
      var reader = new SpecificDatumReader<T>(writer, schema, SpecificData.getForClass(type));
      return new Decoded.Value<>(reader.read(null, decoder));
    } catch (IOException | AvroRuntimeException e) {
      return undecodable("cannot be read as %s: %s", schema.getName(), e);
    }
  }

  private static <T> Decoded<T> undecodable(String format, Object... values) {
    return new Decoded.Undecodable<>(format.formatted(values));
  }
}
