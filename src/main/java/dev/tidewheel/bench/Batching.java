package dev.tidewheel.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A way to batch a queue, as waves: the images of a wave are handed to the engine together, and the
 * next wave when all of them are done.
 */
enum Batching {
  /** What the engine is made for: one wave; whoever finishes makes room for the next in line. */
  CONTINUOUS("continuous batching") {
    @Override
    List<List<Integer>> waves(Workload queue, int batch) {
      return List.of(queue.steps());
    }
  },

  /** Static batches in which every image is computed for as long as the longest takes. */
  PADDED("static batches, padded to the longest") {
    @Override
    List<List<Integer>> waves(Workload queue, int batch) {
      return cut(queue.steps(), batch).stream()
          .map(wave -> Collections.nCopies(wave.size(), Collections.max(wave)))
          .toList();
    }
  },

  /** Static batches that get smaller as images finish. */
  DROPPING("static batches, finished rows dropped") {
    @Override
    List<List<Integer>> waves(Workload queue, int batch) {
      return cut(queue.steps(), batch);
    }
  },

  /** No batches. */
  SINGLE("one image at a time") {
    @Override
    List<List<Integer>> waves(Workload queue, int batch) {
      return cut(queue.steps(), 1);
    }
  };

  private final String title;

  Batching(String title) {
    this.title = title;
  }

  /** What it is, for people. */
  String title() {
    return title;
  }

  /** The waves: each the number of steps of its images. */
  abstract List<List<Integer>> waves(Workload queue, int batch);

  private static List<List<Integer>> cut(List<Integer> steps, int size) {
    List<List<Integer>> waves = new ArrayList<>();
    for (int from = 0; from < steps.size(); from += size) {
      waves.add(steps.subList(from, Math.min(from + size, steps.size())));
    }
    return waves;
  }
}
