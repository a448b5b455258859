package dev.tidewheel.sampling;

/**
 * Where an image stands on its way: it wants one evaluation of the network, or it is finished.
 *
 * <p>Stages are values. A solver is a function from a stage and an error to the next stage, so an
 * image can be stopped, moved and gone on with by repeating the errors it has seen.
 */
public sealed interface Stage permits Evaluation, Finished {}
