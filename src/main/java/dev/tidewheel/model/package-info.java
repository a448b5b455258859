/**
 * Models without Python: a diffusers folder is read by Java, its network is written as TorchScript
 * text, its weights are passed as arguments.
 *
 * <p>Whatever a folder asks for is done or refused by name; nothing is ignored. Descriptions are
 * immutable; a {@link dev.tidewheel.model.LoadedModel} may be called by one thread at a time.
 */
@NullMarked
package dev.tidewheel.model;

import org.jspecify.annotations.NullMarked;
