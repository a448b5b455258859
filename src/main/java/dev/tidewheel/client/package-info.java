/**
 * What every Kafka client is made from, and the client for those who ask for pictures.
 *
 * <p>{@link dev.tidewheel.client.TidewheelClient} may be used from any thread.
 */
@NullMarked
package dev.tidewheel.client;

import org.jspecify.annotations.NullMarked;
