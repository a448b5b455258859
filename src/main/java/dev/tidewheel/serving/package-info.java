/**
 * Models as requests meet them: a folder's offer, by which admission judges, and the loaded
 * network, which the engine evaluates.
 *
 * <p>Threading: an offer is a value. A {@link dev.tidewheel.serving.ServedModel} is loaded and
 * closed by whoever owns it, and evaluated by the engine as {@link dev.tidewheel.engine.Network}
 * says.
 */
@NullMarked
package dev.tidewheel.serving;

import org.jspecify.annotations.NullMarked;
