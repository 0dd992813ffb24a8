package org.governance4j.guard;

import org.governance4j.Prediction;

/**
 * Shows a guard what a model took and answered, by wrapping a view around its arrays.
 *
 * @param <I> the model's input
 * @param <O> the model's output
 */
@FunctionalInterface
public interface PredictionMapper<I, O> {

  /**
   * Wraps the view around one input and its output.
   *
   * @param input what the model took
   * @param output what it answered
   * @param view an empty view of the guard's schema; it must be wrapped before this returns
   */
  void map(I input, O output, Prediction view);
}
