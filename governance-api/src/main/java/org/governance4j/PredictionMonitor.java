package org.governance4j;

/**
 * Watches predictions, verdicts and late labels for drift; an observer that never changes a
 * verdict.
 *
 * <p>{@link #observe} is called on the serving thread: it copies the primitives it needs into a
 * bounded hand-over ring and returns, wait-free and without allocating; when the ring is full the
 * observation is dropped and counted. Detection runs elsewhere. Safe for any number of threads.
 */
public interface PredictionMonitor extends AutoCloseable {

  /** Hands over one prediction and its verdict; neither is kept. Harmless after {@link #close}. */
  void observe(Prediction prediction, Verdict verdict);

  /**
   * Hands over the true value of an earlier prediction, when it becomes known. A label that belongs
   * to no prediction is ignored. Harmless after {@link #close}.
   *
   * @param requestId the prediction's id
   * @param value the true value of the monitored output; one that is not finite is refused or
   *     ignored, as the implementation documents
   * @throws IllegalArgumentException if the value is not finite and the implementation refuses that
   */
  void label(String requestId, double value);

  /**
   * Returns when everything handed over before this call has been processed. Harmless after {@link
   * #close}.
   *
   * @throws GovernanceException if the worker died before it came that far
   */
  void flush();

  /** Whether the worker runs, and how much was observed and lost; {@code DOWN} once closed. */
  Health health();

  /** Processes what was handed over and stops. */
  @Override
  void close();

  /** A monitor that sees nothing. */
  static PredictionMonitor none() {
    return NoMonitor.INSTANCE;
  }
}
