/**
 * TorchScript written by Java: an archive is a zip of text, so a network or a kernel needs no
 * Python export.
 *
 * <p>A module is written once and may then be called by any thread, one call at a time per set of
 * inputs; nothing in here keeps state between calls.
 */
@NullMarked
package dev.tidewheel.model.script;

import org.jspecify.annotations.NullMarked;
