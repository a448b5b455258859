package dev.tidewheel.worker;

import dev.tidewheel.egress.Publisher;
import java.util.concurrent.Executor;

/**
 * What every job needs.
 *
 * @param records makes the records
 * @param publisher puts them into the log
 * @param sources gets the pictures that requests begin with
 * @param results encodes and publishes pictures
 * @param background runs what may wait
 * @param observer counts what happens
 */
record Workshop(
    WorkerRecords records,
    Publisher publisher,
    Sources sources,
    ResultWriter results,
    Executor background,
    WorkerObserver observer) {}
