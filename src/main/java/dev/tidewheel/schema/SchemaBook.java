package dev.tidewheel.schema;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;

/**
 * Every schema that a record may have been written with: today's and all released ones, by
 * fingerprint.
 */
final class SchemaBook {
  /** How many folders {@code schemas/released} has, named 1, 2 and so on. */
  static final int RELEASES = 1;

  private final Map<Long, Schema> byFingerprint;

  private SchemaBook(Map<Long, Schema> byFingerprint) {
    this.byFingerprint = Map.copyOf(byFingerprint);
  }

  /**
   * Reads the released schemas from the class path.
   *
   * @param current today's schemas
   */
  static SchemaBook withReleasesOf(List<Schema> current) {
    Map<Long, Schema> schemas = new HashMap<>();
    for (Schema schema : current) {
      for (int release = 1; release <= RELEASES; release++) {
        released(release, schema.getName())
            .ifPresent(old -> schemas.put(SchemaNormalization.parsingFingerprint64(old), old));
      }
      schemas.put(SchemaNormalization.parsingFingerprint64(schema), schema);
    }
    return new SchemaBook(schemas);
  }

  /** The schema of a fingerprint. */
  Optional<Schema> find(long fingerprint) {
    return Optional.ofNullable(byFingerprint.get(fingerprint));
  }

  private static Optional<Schema> released(int release, String name) {
    String path = "/schemas/released/%d/%s.avsc".formatted(release, name);
    try (InputStream file = SchemaBook.class.getResourceAsStream(path)) {
      return file == null ? Optional.empty() : Optional.of(new Schema.Parser().parse(file));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + path + " from the class path", e);
    }
  }
}
