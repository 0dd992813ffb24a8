package org.governance4j;

/** The null object of {@link PredictionMonitor}. */
enum NoMonitor implements PredictionMonitor {
  INSTANCE;

  @Override
  public void observe(Prediction prediction, Verdict verdict) {}

  @Override
  public void label(String requestId, double value) {}

  @Override
  public void flush() {}

  @Override
  public Health health() {
    return Health.of("monitor", Health.Status.UP, "no monitor configured");
  }

  @Override
  public void close() {}
}
