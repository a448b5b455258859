package dev.tidewheel.bench;

/** Nobody watches. */
final class Silent implements Watcher {
  @Override
  public void stage(String what, int parts) {}

  @Override
  public void advanced() {}
}
