package dev.tidewheel.calibration;

/** Hears how a calibration goes. */
public interface CalibrationListener {
  /** Hears nothing. */
  CalibrationListener SILENT =
      new CalibrationListener() {
        @Override
        public void stage(String what, int parts) {}

        @Override
        public void advanced() {}
      };

  /**
   * A stage begins.
   *
   * @param what what is done
   * @param parts how many parts it has
   */
  void stage(String what, int parts);

  /** One more part of the stage is done. */
  void advanced();
}
