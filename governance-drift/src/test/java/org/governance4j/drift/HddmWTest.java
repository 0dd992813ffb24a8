package org.governance4j.drift;

import static org.governance4j.drift.Refusals.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.governance4j.DriftDetector;
import org.governance4j.DriftEvent;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.Test;

class HddmWTest {

  @Test
  void follows_the_formulas_by_hand() {
    // lambda ½, after 0 0: x̂ = 0, D = ½; its cut. Then ones alone: ŷ = 1, E = 1, then ½.
    DriftDetector detector = new HddmW(.14, .2, .5, Side.UP).start();
    detector.update(0);
    detector.update(0);
    // √((½ + 1)·ln(1/.2)/2) = 1.0987 > 1
    assertEquals(DriftDetector.NONE, detector.update(1));
    // √((½ + ½)·ln(1/.14)/2) = .9915
    assertEquals(DriftDetector.DRIFT | DriftDetector.UP, detector.update(1));
    DriftEvent event = detector.lastEvent();
    assertEquals(2, event.changeIndex());
    assertEquals(1, event.statistic());
    assertEquals(Math.sqrt(Math.log(1 / .14) / 2), event.threshold(), 1e-15);
    assertEquals(-2, event.logP(), 1e-15);
    assertEquals(0, event.before());
    assertEquals(1, event.after());
  }

  @Test
  @Rule("D39")
  void decides_at_every_value_as_its_formulas_do() {
    int[] found = new int[2];
    for (long seed = 0; seed < 9; seed++) {
      Side mode = Side.values()[(int) (seed % 3)];
      HddmW config = new HddmW(.001, .005, seed < 6 ? .05 : .3, mode);
      double[] values =
          seed % 2 == 0 ? ErrorStreams.errors(seed, 5_000) : ErrorStreams.losses(seed, 5_000);
      ErrorStreams.agree(config.start(), new Plain(config), values, seed, found);
    }
    ErrorStreams.requireSome(found, true);
  }

  @Test
  void detectors_do_not_share_anything() {
    double[] values = ErrorStreams.errors(3, 20_000);
    DriftDetector alone = HddmW.defaults().start();
    List<Integer> expected = ErrorStreams.detections(alone, values);
    DriftDetector other = HddmW.defaults().start();
    DriftDetector disturbed = HddmW.defaults().start();
    List<Integer> found = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      other.update(0);
      if ((disturbed.update(values[i]) & DriftDetector.DRIFT) != 0) {
        found.add(i);
      }
    }
    assertEquals(expected, found);
    assertEquals(false, expected.isEmpty());
  }

  @Test
  void tells_where_the_change_was() {
    ErrorStreams.locatesTheChange(HddmW.defaults(), 12);
  }

  @Test
  void parameters_out_of_range_are_refused_by_name() {
    Side both = Side.BOTH;
    refused("driftConfidence", () -> new HddmW(1, 1, .05, both));
    refused("warningConfidence", () -> new HddmW(.001, .0001, .05, both));
    refused("lambda", () -> new HddmW(.001, .005, 0, both));
    refused("lambda", () -> new HddmW(.001, .005, 1, both));
  }

  /** Weighs the values of the whole history anew for every value. */
  private static final class Plain implements ErrorStreams.Naive {
    private final HddmW config;
    private final List<Double> history = new ArrayList<>();
    private final double[] upper =
        new double[3]; // position, average and squared weights of the cut
    private final double[] lower = new double[3];

    Plain(HddmW config) {
      this.config = config;
    }

    @Override
    public int update(double value) {
      history.add(value);
      int up = config.mode() == Side.DOWN ? 0 : side(upper, 1, DriftDetector.UP);
      int down = config.mode() == Side.UP ? 0 : side(lower, -1, DriftDetector.DOWN);
      int status = up;
      if (up == 0 || (down & DriftDetector.DRIFT) > (up & DriftDetector.DRIFT)) {
        status = down;
      }
      if ((status & DriftDetector.DRIFT) != 0) {
        history.clear();
        upper[0] = 0;
        lower[0] = 0;
      }
      return status;
    }

    private int side(double[] cut, int sign, int bit) {
      double[] now = average(0);
      if (cut[0] == 0 || sign * now[0] + bound(now[1]) < sign * cut[1] + bound(cut[2])) {
        cut[0] = history.size();
        cut[1] = now[0];
        cut[2] = now[1];
        return DriftDetector.NONE;
      }
      double[] after = average((int) cut[0]);
      double apart = sign * (after[0] - cut[1]);
      double sides = config.mode() == Side.BOTH ? 2 : 1;
      double half = (cut[2] + after[1]) / 2;
      if (apart >= Math.sqrt(half * Math.log(sides / config.driftConfidence()))) {
        return DriftDetector.DRIFT | bit;
      }
      return apart >= Math.sqrt(half * Math.log(sides / config.warningConfidence()))
          ? DriftDetector.WARNING | bit
          : DriftDetector.NONE;
    }

    private double bound(double weights) {
      return Math.sqrt(weights * Math.log(1 / config.driftConfidence()) / 2);
    }

    /** The average of the values from a position on, and the sum of its squared weights. */
    private double[] average(int from) {
      double average = 0;
      double squares = 0;
      for (int i = from; i < history.size(); i++) {
        boolean first = i == from;
        double weight = first ? 1 : config.lambda();
        average = (1 - weight) * average + weight * history.get(i);
        squares = (1 - weight) * (1 - weight) * squares + weight * weight;
      }
      return new double[] {average, squares};
    }
  }
}
