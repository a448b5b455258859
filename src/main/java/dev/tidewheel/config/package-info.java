/**
 * The worker's settings: one tree of records, bound strictly from text.
 *
 * <p>Four layers, the later ones win: the commented defaults (resource {@code
 * tidewheel-defaults.yaml}, which documents every key), a YAML file, environment variables, and
 * overrides from the command line. Whatever is wrong is reported at once, each problem with its
 * path and the place it came from.
 *
 * <p>Threads: everything public is immutable and may be shared freely.
 */
@NullMarked
package dev.tidewheel.config;

import org.jspecify.annotations.NullMarked;
