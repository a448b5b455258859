package dev.tidewheel.bench;

import java.nio.file.Path;
import java.time.Duration;

/**
 * What the engine's benchmark measures.
 *
 * @param folder the model's folder
 * @param device name of the device
 * @param threads threads that share the images of an evaluation
 * @param batch most images in a tick
 * @param runs how often everything is measured
 * @param images images of each pass
 * @param ceilingTime how long the network alone is measured with each batch size
 */
public record EngineBenchmarkSettings(
    Path folder,
    String device,
    int threads,
    int batch,
    int runs,
    int images,
    Duration ceilingTime) {}
