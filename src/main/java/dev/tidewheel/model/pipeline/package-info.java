/**
 * Pipelines of diffusers: which networks, tokenizers and schedulers a folder is made of, and how
 * they work together from prompt to picture. Each pipeline is a small description.
 *
 * <p>Threading: descriptions are values, and may be asked by several threads. What is loaded from
 * them is called by one thread at a time, but that on the CPU several may evaluate a denoiser at
 * once.
 */
@NullMarked
package dev.tidewheel.model.pipeline;

import org.jspecify.annotations.NullMarked;
