/**
 * The broker's side: an embedded Kafka, the plan of topics, and a check of what a given broker
 * lacks.
 *
 * <p>Methods block while they wait for the broker. Call an {@link
 * dev.tidewheel.broker.EmbeddedBroker} from one thread; the rest is immutable.
 */
@NullMarked
package dev.tidewheel.broker;

import org.jspecify.annotations.NullMarked;
