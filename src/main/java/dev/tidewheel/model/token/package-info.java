/**
 * From a prompt to the numbers that a text encoder takes: the vocabularies and rules of CLIP and
 * T5, as their folders hold them.
 *
 * <p>Threading: a tokenizer may be used by several threads at once.
 */
@NullMarked
package dev.tidewheel.model.token;

import org.jspecify.annotations.NullMarked;
