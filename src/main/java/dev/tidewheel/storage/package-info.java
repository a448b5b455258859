/**
 * Where pictures lie that are too large to travel inside a record.
 *
 * <p>A store may be used from any thread; it blocks while it writes.
 */
@NullMarked
package dev.tidewheel.storage;

import org.jspecify.annotations.NullMarked;
