/**
 * Tells how like real pictures some pictures are, by a classifier that knows the real ones.
 *
 * <p>Threading: a judge is for one thread at a time, as its classifier is; all else is immutable.
 */
@NullMarked
package dev.tidewheel.bench.likeness;

import org.jspecify.annotations.NullMarked;
