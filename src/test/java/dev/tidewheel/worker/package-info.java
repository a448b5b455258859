/** Tests of the worker: its parts with fakes around them, and the whole against a real Kafka. */
@NullMarked
package dev.tidewheel.worker;

import org.jspecify.annotations.NullMarked;
