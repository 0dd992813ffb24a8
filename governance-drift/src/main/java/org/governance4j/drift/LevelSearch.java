package org.governance4j.drift;

import org.jspecify.annotations.Nullable;

/**
 * Finds the alarm level of an expected run length T on one set of simulated streams, on which ln
 * ERT is nearly linear in the level. Short run lengths are solved first, as they are cheap, and
 * extrapolated. One owner.
 */
final class LevelSearch {

  /** No level beyond these has a meaning. */
  private static final double LOWEST = 1e-6;

  private static final double HIGHEST = 1e9;

  /** A jump of the run length is one that this share of the level does not resolve. */
  private static final double RESOLUTION = 2e-4;

  /** A run is cut off after so many times the run length asked for. */
  private static final int CAP = 10;

  /** The run length that is solved first. */
  private static final double FIRST = 500;

  /** Tolerances of ln ERT: on the way, and in the end. */
  private static final double ROUGH = .1;

  private static final double FINE = .02;

  private record Point(double level, double lnErt) {}

  /**
   * @param slope of ln ERT there
   * @param met whether its run length is the target's within the tolerance; if not, the level is
   *     the lowest whose run length is more
   */
  private record Solution(double level, double slope, boolean met) {}

  private final CalibratedConfig config;
  private final StreamModel model;
  private final int runs;
  private final long seed;
  private final int threads;

  LevelSearch(CalibratedConfig config, StreamModel model, int runs, long seed, int threads) {
    this.config = config;
    this.model = model;
    this.runs = runs;
    this.seed = seed;
    this.threads = threads;
  }

  Threshold find(double ert) {
    int few = Math.min(runs, Math.max(50, runs / 5));
    double target = Math.min(ert, FIRST);
    double start = config.alarmLevel();
    Solution at = solve(target, few, ROUGH, new Solution(start, 1 / start, false), .3 * start);
    while (target < ert) {
      double next = Math.min(ert, target * 10);
      double guess = at.level + Math.log(next / target) / at.slope;
      guess = Math.min(guess, 3 * at.level);
      target = next;
      at = solve(target, few, ROUGH, new Solution(guess, at.slope, false), .02 * guess);
    }
    at = solve(target, runs, FINE, at, Math.max(.005 * at.level, RESOLUTION));
    // Measured on other streams than those the level was fitted to.
    RunLengths measured =
        Calibration.measure(config.withAlarmLevel(at.level), model, cap(ert), runs, ~seed, threads);
    return new Threshold(
        config.name(),
        ThresholdTable.parameters(config),
        model,
        ert,
        at.level,
        measured,
        !at.met,
        "");
  }

  private static long cap(double target) {
    return (long) Math.ceil(CAP * target);
  }

  /** From a guess of the level and the slope there, going up or down by at first a given width. */
  private Solution solve(double target, int count, double tolerance, Solution guess, double width) {
    double ln = Math.log(target);
    Point at = point(accepted(guess.level) ? guess.level : config.alarmLevel(), target, count);
    Point low = null;
    Point high = null;
    double step = width;
    boolean bisect = false;
    double slope = guess.slope;
    while (Math.abs(at.lnErt - ln) > tolerance) {
      if (at.lnErt < ln) {
        low = at;
      } else {
        high = at;
      }
      if (low != null && high != null) {
        slope = slope(low, high, slope);
        if (high.level - low.level <= RESOLUTION * high.level) {
          return new Solution(high.level, slope, false);
        }
        at = point(between(low, high, ln, bisect), target, count);
        bisect = !bisect;
      } else if (high == null) {
        Point from = low == null ? at : low;
        at = point(above(from, step), target, count);
        slope = slope(from, at, slope);
        step *= 2;
      } else {
        double below = high.level > 2 * step ? high.level - step : high.level / 2;
        if (below < LOWEST || !accepted(below)) {
          return new Solution(high.level, slope, false);
        }
        Point next = point(below, target, count);
        slope = slope(next, high, slope);
        at = next;
        step *= 2;
      }
    }
    Point other = at.lnErt < ln ? high : low;
    return new Solution(at.level, other == null ? slope : slope(at, other, slope), true);
  }

  private double above(Point from, double step) {
    double level = from.level + step;
    if (level > HIGHEST || !accepted(level)) {
      throw new IllegalArgumentException(
          String.format(
              "%s on %s has an expected run length of only %.0f at level %.4g, near the highest",
              config.name(), model.text(), Math.exp(from.lnErt), from.level));
    }
    return level;
  }

  private static double between(Point low, Point high, double ln, boolean bisect) {
    if (bisect || high.lnErt == Double.POSITIVE_INFINITY) {
      return (low.level + high.level) / 2;
    }
    double width = high.level - low.level;
    double straight = low.level + width * (ln - low.lnErt) / (high.lnErt - low.lnErt);
    return Math.max(low.level + .05 * width, Math.min(high.level - .05 * width, straight));
  }

  /** Of two points, unless chance or infinity has spoilt it. */
  private static double slope(Point one, Point other, double usual) {
    double slope = (other.lnErt - one.lnErt) / (other.level - one.level);
    return slope > 0 && slope < Double.POSITIVE_INFINITY ? slope : usual;
  }

  private Point point(double level, double target, int count) {
    RunLengths lengths =
        Calibration.measure(config.withAlarmLevel(level), model, cap(target), count, seed, threads);
    return new Point(level, Math.log(lengths.mean()));
  }

  private boolean accepted(double level) {
    return refusal(level) == null;
  }

  private @Nullable IllegalArgumentException refusal(double level) {
    try {
      config.withAlarmLevel(level);
      return null;
    } catch (IllegalArgumentException e) {
      return e;
    }
  }
}
