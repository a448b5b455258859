package dev.tidewheel.bench;

import java.util.Optional;

/** Tries ways on a load. */
interface LoadTrial {
  /** What a way reaches; empty where one of the models cannot be drawn so. */
  Optional<LoadErrors> errors(MixedWay way);
}
