package dev.tidewheel.worker;

import dev.tidewheel.egress.Publisher;
import java.util.concurrent.Executor;

/**
 * What every job needs.
 *
 * @param answers writes answers
 * @param publisher puts them into the log
 * @param results encodes and publishes pictures
 * @param background runs what may wait
 * @param observer counts what happens
 */
record Workshop(
    Answers answers,
    Publisher publisher,
    ResultWriter results,
    Executor background,
    WorkerObserver observer) {}
