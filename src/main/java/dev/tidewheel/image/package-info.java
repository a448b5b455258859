/**
 * Pictures: pixels, their encodings, and sheets of many.
 *
 * <p>Needs nothing of the machine: no display, no fonts, no native codecs beside the JDK's own. The
 * same pixels give the same bytes.
 *
 * <p>Threads: everything is immutable or local to a call.
 */
@NullMarked
package dev.tidewheel.image;

import org.jspecify.annotations.NullMarked;
