package dev.tidewheel.model;

import dev.tidewheel.sampling.Prediction;

/**
 * What the rest of the program needs to know of a model, without a device.
 *
 * @param pipeline the pipeline's class, as {@code model_index.json} names it
 * @param network the network's class
 * @param about one sentence for people; empty where the folder has none
 * @param channels channels of a picture
 * @param height usual height in pixels
 * @param width usual width in pixels
 * @param sizeMultiple height and width must be multiples of it, or the network's halves do not meet
 * @param classes the labels it takes
 * @param prediction what the output means
 * @param timeScale the model's own time is this many times sigma
 * @param definedAtZero whether the network has a value at time 0; a logarithmic time embedding has
 *     none
 * @param scheduler the grid that the folder asks for
 * @param defaults sampling settings that the folder proposes
 * @param parameters number of weights
 */
public record ModelDescription(
    String pipeline,
    String network,
    String about,
    int channels,
    int height,
    int width,
    int sizeMultiple,
    ClassLabels classes,
    Prediction prediction,
    double timeScale,
    boolean definedAtZero,
    FlowMatchEulerConfig scheduler,
    SamplingDefaults defaults,
    long parameters) {}
