/**
 * The files of a model's folder: configurations as JSON read strictly, weights as safetensors
 * mapped from the disk, and the exception that names the file, what is wrong in it, and the cure.
 *
 * <p>Threading: values, and readers for one thread at a time.
 */
@NullMarked
package dev.tidewheel.model.files;

import org.jspecify.annotations.NullMarked;
