package dev.tidewheel.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Marks an integration test that takes a {@link TestKafka} as a parameter. It is run against the
 * embedded broker, and once more against the public container image.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@Tag("kafka")
@ExtendWith(KafkaEnvironment.class)
public @interface NeedsKafka {}
