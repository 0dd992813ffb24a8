package org.governance4j.drift;

import java.util.List;
import java.util.Objects;

/**
 * Several detectors over one stream: reports a change when any, more than half or all of them have
 * reported one within the last values.
 *
 * <p>Each detector goes on by itself: after a report of its own it starts anew, and its vote counts
 * for {@code within} values. The status is a warning while the vote would be carried if warnings
 * within the last {@code within} values counted too.
 *
 * <p>MOA's ensembles have the same three rules under other names, two of them the wrong way round:
 * its {@code max} needs all detectors, its {@code min} any.
 *
 * <ul>
 *   <li>Values: those that all detectors take; everything else is refused.
 *   <li>After a reported change every detector starts from nothing.
 *   <li>{@link org.governance4j.DriftEvent#statistic() statistic} is how many detectors have
 *       reported within the last values, {@code threshold} how many it takes. {@code changeIndex},
 *       {@code before} and {@code after} are those of a detector that reports with this very value;
 *       of several, of the one with the earliest place. {@code logP} is unknown: the reports are
 *       not independent.
 *   <li>{@code UP} or {@code DOWN} if all whose vote counts say so.
 * </ul>
 *
 * <p>In settings the detectors are names joined by {@code +}, each with its own settings in
 * parentheses if it has any: {@code ADWIN(delta=.01,clock=16)+PageHinkley}.
 *
 * <p>Time and memory are the sum of those of the detectors. The configuration is immutable and
 * shareable; a detector belongs to one owner and one stream.
 *
 * <p>Maciel, Santos, Barros: A Lightweight Concept Drift Detection Ensemble. IEEE ICTAI 2015,
 * doi:10.1109/ICTAI.2015.151.
 *
 * @param detectors which detectors, 1 to 64
 * @param vote how many of them must have reported
 * @param within for how many values the report of a detector counts, at least 1
 */
public record Ensemble(List<DetectorConfig> detectors, Vote vote, int within)
    implements DetectorConfig {

  /** How many detectors it takes. */
  public enum Vote {
    /** One. */
    ANY,
    /** More than half. */
    MAJORITY,
    /** All. */
    ALL
  }

  /** Checks the ranges. */
  public Ensemble {
    detectors = List.copyOf(detectors);
    if (detectors.isEmpty() || detectors.size() > Long.SIZE) {
      throw new IllegalArgumentException("detectors must be 1 to 64: " + detectors.size());
    }
    Objects.requireNonNull(vote, "vote");
    if (within < 1) {
      throw new IllegalArgumentException("within must be at least 1: " + within);
    }
  }

  /** The majority of ADWIN, Page-Hinkley and CUSUM within 200 values. */
  public static Ensemble defaults() {
    return new Ensemble(
        List.of(Adwin.defaults(), PageHinkley.defaults(), Cusum.defaults()), Vote.MAJORITY, 200);
  }

  /** The same vote by other detectors. */
  public Ensemble withDetectors(List<DetectorConfig> others) {
    return new Ensemble(others, vote, within);
  }

  /** How many votes carry. */
  int needed() {
    return switch (vote) {
      case ANY -> 1;
      case MAJORITY -> detectors.size() / 2 + 1;
      case ALL -> detectors.size();
    };
  }

  @Override
  public String name() {
    return "Ensemble";
  }

  @Override
  public StreamingDetector start() {
    return new EnsembleState(this);
  }
}
