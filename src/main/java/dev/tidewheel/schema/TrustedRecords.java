package dev.tidewheel.schema;

import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.util.ClassSecurityValidator;

/**
 * Tells Avro to trust the classes generated from our schemas: since 1.12.2 it loads no class that
 * is named in a schema without that, and copying a record or filling in the default of an enum
 * fails.
 *
 * <p>It has to happen before the first record is built, wherever that is. Avro itself makes this
 * object, through its service loader for logical types, when the first schema with a timestamp is
 * parsed, as every one of ours has. The logical type is never used.
 */
public final class TrustedRecords implements LogicalTypes.LogicalTypeFactory {
  private static final String PACKAGE = "dev.tidewheel.avro";

  /** Extends the trust; called by Avro. */
  public TrustedRecords() {
    ClassSecurityValidator.setGlobal(
        ClassSecurityValidator.composite(
            ClassSecurityValidator.getGlobal(), type -> type.getPackageName().equals(PACKAGE)));
  }

  @Override
  public String getTypeName() {
    return "tidewheel-trusted-records";
  }

  @Override
  public LogicalType fromSchema(Schema schema) {
    return new LogicalType(getTypeName());
  }
}
