package org.governance4j.policy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.governance4j.Prediction;
import org.governance4j.Violation;
import org.jspecify.annotations.Nullable;

/**
 * The rates of favourable outcomes of the groups, and whether the greatest exceeds the least with
 * confidence. Every prediction counts by what the model answered, whatever became of the answer:
 * otherwise a window that withholds would never see that the model has become fair again.
 */
final class BoundFairnessGap implements BoundWindow {
  private final FairnessGapWindow authored;
  private final WindowCitation citation;
  private final BoundField by;
  private final BoundField label;
  private final Map<String, Ring> index = new HashMap<>();
  private final Ring[] rings;
  private final Ring others;
  private final TextSet favourable;
  private final double quantile;

  BoundFairnessGap(
      FairnessGapWindow authored,
      WindowCitation citation,
      BoundField by,
      BoundField label,
      long now) {
    this.authored = authored;
    this.citation = citation;
    this.by = by;
    this.label = label;
    this.favourable = new TextSet(authored.favourable());
    this.quantile = Newcombe.quantile(authored.confidence());
    long nanos = authored.window().toNanos();
    this.rings = new Ring[authored.groups().size()];
    for (int i = 0; i < rings.length; i++) {
      rings[i] = Ring.striped(nanos, now);
      index.put(authored.groups().get(i), rings[i]);
    }
    this.others = Ring.striped(nanos, now);
  }

  @Override
  public @Nullable BoundField lacking(Prediction prediction) {
    if (prediction.text(by.index()) == null) {
      return by;
    }
    return prediction.text(label.index()) == null ? label : null;
  }

  @Override
  public @Nullable Violation judge(Prediction prediction, Judged judged, long now) {
    String group = prediction.text(by.index());
    String outcome = prediction.text(label.index());
    if (group == null || outcome == null) {
      return citation.missing(group == null ? by : label);
    }
    Ring ring = index.get(group);
    (ring == null ? others : ring).add(now, favourable.contains(outcome));
    return judge(now);
  }

  /** The greatest rate against the least; of equal ones, the group that was declared first. */
  private @Nullable Violation judge(long now) {
    int best = -1;
    int worst = -1;
    long bestHits = 0;
    long bestCounted = 0;
    long worstHits = 0;
    long worstCounted = 0;
    for (int i = 0; i < rings.length; i++) {
      rings[i].turnTo(now); // a group that nobody belongs to any more is forgotten too
      long hits = rings[i].hits();
      long counted = Math.max(hits, rings[i].counted());
      if (counted < authored.minCount()) {
        continue;
      }
      double rate = (double) hits / counted;
      if (best < 0 || rate > (double) bestHits / bestCounted) {
        best = i;
        bestHits = hits;
        bestCounted = counted;
      }
      if (worst < 0 || rate < (double) worstHits / worstCounted) {
        worst = i;
        worstHits = hits;
        worstCounted = counted;
      }
    }
    if (best < 0 || best == worst) {
      return null;
    }
    double gap = Newcombe.lower(bestHits, bestCounted, worstHits, worstCounted, quantile);
    return gap > authored.maxGap()
        ? violation(gap, rate(best, bestHits, bestCounted), rate(worst, worstHits, worstCounted))
        : null;
  }

  private String rate(int group, long hits, long counted) {
    return (by.sensitive() ? "one group" : Wording.quote(authored.groups().get(group)))
        + " "
        + hits
        + " of "
        + counted;
  }

  private Violation violation(double gap, String best, String worst) {
    return citation.counted(
        by,
        null,
        gap,
        authored.maxGap(),
        () ->
            "favourable outcomes by "
                + by.name()
                + " within "
                + authored.window()
                + " differ by at least "
                + Wording.number(gap)
                + " with confidence "
                + Wording.number(authored.confidence())
                + ", above "
                + Wording.number(authored.maxGap())
                + ": "
                + best
                + ", "
                + worst);
  }

  @Override
  public void read(long now, List<WindowReading> readings) {
    boolean broken = judge(now) != null;
    for (int i = 0; i <= rings.length; i++) {
      boolean declared = i < rings.length;
      Ring ring = declared ? rings[i] : others;
      ring.turnTo(now);
      long hits = ring.hits();
      String group = declared ? authored.groups().get(i) : null;
      readings.add(
          WindowReading.of(
              authored, by, group, Math.max(hits, ring.counted()), hits, broken && declared));
    }
  }
}
