/**
 * Models without Python: a diffusers folder is read by Java, its network is written as TorchScript
 * text, its weights are passed as arguments.
 *
 * <p>Whatever a folder asks for is done or refused by name; nothing is ignored. Descriptions are
 * immutable; of a {@link dev.tidewheel.model.LoadedModel} the denoiser may be evaluated by several
 * threads at once on a CPU, all else by one at a time.
 */
@NullMarked
package dev.tidewheel.model;

import org.jspecify.annotations.NullMarked;
