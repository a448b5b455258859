/**
 * Decides what a request becomes: a complete order for the engine, or a refusal with every reason
 * at once.
 *
 * <p>Pure: takes what was asked, what the model offers and what the limits are, and returns a
 * value. Fields are named as in the request's schema, so that a refusal tells the sender where to
 * look.
 */
@NullMarked
package dev.tidewheel.admission;

import org.jspecify.annotations.NullMarked;
