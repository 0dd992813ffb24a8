package org.governance4j.policy;

import java.util.ArrayList;
import java.util.List;

/**
 * When a candidate may take the place of the active policy. Rates are of the predictions that both
 * judged, point estimates without a margin of error: the least number of samples is what makes them
 * mean something.
 *
 * <p>Immutable; safe for any number of threads.
 *
 * @param minSamples the least number of predictions that both judged, at least 1
 * @param maxNewlyWithheld the greatest share that the candidate denies or escalates and the active
 *     policy releases, from 0 to 1
 * @param maxNewlyReleased the greatest share that the candidate releases and the active policy
 *     denies or escalates, from 0 to 1
 */
public record PromotionCriteria(long minSamples, double maxNewlyWithheld, double maxNewlyReleased) {

  /** Refuses what is out of range. */
  public PromotionCriteria {
    if (minSamples < 1) {
      throw new IllegalArgumentException("minSamples must be at least 1, found " + minSamples);
    }
    requireShare("maxNewlyWithheld", maxNewlyWithheld);
    requireShare("maxNewlyReleased", maxNewlyReleased);
  }

  /** Judges a candidate; one that ever failed is not promoted. */
  public Promotion judge(ShadowReport.Candidate candidate) {
    Agreement agreement = candidate.agreement();
    long judged = agreement.judged();
    List<String> reasons = new ArrayList<>();
    if (judged < minSamples) {
      reasons.add("judged " + judged + " predictions, at least " + minSamples + " are needed");
    }
    if (candidate.failures() > 0) {
      reasons.add("failed on " + candidate.failures() + " predictions, none is allowed");
    }
    exceeds("withholds", agreement.newlyWithheld(), judged, maxNewlyWithheld, "releases", reasons);
    exceeds("releases", agreement.newlyReleased(), judged, maxNewlyReleased, "withholds", reasons);
    return new Promotion(candidate.policy(), candidate.revision(), reasons);
  }

  private static void exceeds(
      String does, long count, long judged, double max, String other, List<String> reasons) {
    // As a product: exact where a share of 0 is allowed, and defined where nothing was judged.
    if (count > max * judged) {
      reasons.add(
          does
              + " "
              + count
              + " of "
              + judged
              + " predictions that the active policy "
              + other
              + ", at most a share of "
              + Wording.number(max)
              + " is allowed");
    }
  }

  private static void requireShare(String what, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(what + " must be from 0 to 1, found " + value);
    }
  }
}
