package dev.tidewheel.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * A queue of images of several kinds, all of them there from the start.
 *
 * @param pictures in the order of the queue
 */
record MixedLoad(List<Picture> pictures) {
  MixedLoad {
    pictures = List.copyOf(pictures);
  }

  /**
   * One image.
   *
   * @param kind number of its kind, from 0
   * @param number which of its kind, from 0
   */
  record Picture(int kind, int number) {}

  /** Images of each kind in equal numbers, or one more of some, in random order. */
  static MixedLoad of(int kinds, int images, long seed) {
    List<Picture> pictures = new ArrayList<>();
    for (int i = 0; i < images; i++) {
      pictures.add(new Picture(i % kinds, i / kinds));
    }
    Collections.shuffle(pictures, new Random(seed));
    return new MixedLoad(pictures);
  }

  int images() {
    return pictures.size();
  }

  /** Images of a kind. */
  int count(int kind) {
    return (int) pictures.stream().filter(picture -> picture.kind == kind).count();
  }
}
