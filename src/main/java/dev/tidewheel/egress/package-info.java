/**
 * Records out: results, events, step metrics and dead letters.
 *
 * <p>A {@link dev.tidewheel.egress.Publisher} may be used from any thread; its methods do not wait
 * for the network.
 */
@NullMarked
package dev.tidewheel.egress;

import org.jspecify.annotations.NullMarked;
