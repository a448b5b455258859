/**
 * What integration tests share. A Kafka is started once for all of them; each test has topics of
 * its own.
 */
@NullMarked
package dev.tidewheel.testing;

import org.jspecify.annotations.NullMarked;
