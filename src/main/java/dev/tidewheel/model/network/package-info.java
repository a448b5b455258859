/**
 * Networks as TorchScript text, written from their configurations. Each architecture is one class
 * that walks its configuration with a small vocabulary of layers, and reads like its paper.
 *
 * <p>Threading: a network is written by one thread; what it wrote is a value.
 */
@NullMarked
package dev.tidewheel.model.network;

import org.jspecify.annotations.NullMarked;
