/**
 * The contract on the log: record types, their encoding, headers and topic names.
 *
 * <p>Everything here is immutable and may be used from any thread. Bytes from outside never cause
 * an exception: what cannot be read is a value that says why.
 */
@NullMarked
package dev.tidewheel.schema;

import org.jspecify.annotations.NullMarked;
