package org.governance4j.drift;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
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
  static final int CAP = 100;

  /** The same for a step of a lattice, of which only matters that it is at least that. */
  static final int STEP_CAP = 10;

  /** A run length is not told from an infinite one if it is so many times the one asked for. */
  private static final int FAR = 8;

  /**
   * The share of the mean that may come from runs that are cut off, beyond those of steady alarms:
   * more would make it depend on where.
   */
  private static final double UNEVEN = .1;

  /** Streams that disagree by more than this factor have a few runs that make the mean. */
  private static final double AGREES = 1.3;

  /** A lattice whose step has a run length so many times the one asked for says nothing of it. */
  private static final double UNTOLD = 20;

  /** The run length that is solved first. */
  private static final double FIRST = 500;

  /** Tolerances of ln ERT: on the way, and in the end. */
  private static final double ROUGH = .1;

  private static final double FINE = .02;

  /** So much of ln ERT is a jump where a slope foretells less. */
  private static final double JUMP = .06;

  /**
   * @param lengths of the runs at that level; null if they are far more than asked for
   */
  private record Point(double level, double lnErt, long @Nullable [] lengths) {}

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
    int fitted = Math.min(runs, Math.max(300, runs / 4));
    at = solve(target, fitted, FINE, at, Math.max(.005 * at.level, RESOLUTION));
    double level = printed(at.met ? corrected(at, ert, fitted) : at.level);
    // Measured on other streams than those the level was fitted to.
    long cap = (long) Math.ceil(ert * (at.met ? CAP : STEP_CAP));
    RunLengths measured = measure(level, cap, ~seed);
    double ratio = measured.mean() / ert;
    if (ratio > UNTOLD) {
      throw new IllegalArgumentException(
          String.format(
              "%s on %s has hardly an alarm at its lowest level, or at one next to that of run lengths"
                  + " below %.0f: %d of %d streams have none in %d values",
              config.name(), model.text(), ert, measured.censored(), runs, cap));
    }
    if (uneven(measured, cap) || ratio < 1 / AGREES || at.met && ratio > AGREES) {
      throw new IllegalArgumentException(
          String.format(
              "%s on %s has too uneven run lengths at %.0f: %d of %d streams have no alarm in %d"
                  + " values, the mean of other streams is %.0f",
              config.name(), model.text(), ert, measured.censored(), runs, cap, measured.mean()));
    }
    return new Threshold(
        config.name(), ThresholdTable.parameters(config), model, ert, level, measured, !at.met, "");
  }

  /**
   * Few streams, at which many levels are tried, have told where the level is and how the run
   * length changes there: all the others are needed at one level only.
   */
  private double corrected(Solution at, double ert, int fitted) {
    double ln = Math.log(measure(at.level, cap(ert), seed + 1).mean() / ert);
    double change = -ln * runs / (runs + fitted);
    double level = at.level + change / at.slope;
    if (!accepted(level)) {
      return at.level;
    }
    // Not over a jump of the run length.
    RunLength streams = new RunLength(model, cap(ert), seed);
    double before = point(streams, at.level, ert, fitted).lnErt;
    double after = point(streams, level, ert, fitted).lnErt;
    return Math.abs(after - before - change) > JUMP ? at.level : level;
  }

  /** Whether more runs are cut off than of alarms at a constant rate, chance allowed for. */
  private boolean uneven(RunLengths measured, long cap) {
    double steady = Math.exp(-cap / measured.mean());
    double chance = 3 * Math.sqrt(steady * (1 - steady) / runs);
    return measured.censored() > (steady + chance + UNEVEN * measured.mean() / cap) * runs;
  }

  private RunLengths measure(double level, long cap, long streams) {
    return Calibration.measure(config.withAlarmLevel(level), model, cap, runs, streams, threads);
  }

  /** As a row has it: six digits, rounded up, so that it is not below the step of a lattice. */
  private double printed(double level) {
    double rounded =
        new BigDecimal(level).round(new MathContext(6, RoundingMode.CEILING)).doubleValue();
    return accepted(rounded) ? rounded : level;
  }

  private static long cap(double target) {
    return (long) Math.ceil(CAP * target);
  }

  /** From a guess of the level and the slope there, going up or down by at first a given width. */
  private Solution solve(double target, int count, double tolerance, Solution guess, double width) {
    double ln = Math.log(target);
    RunLength streams = new RunLength(model, cap(target), seed);
    Point at =
        point(streams, accepted(guess.level) ? guess.level : config.alarmLevel(), target, count);
    Point low = null;
    Point high = null;
    // So far that the target is likely to be passed.
    double step = Math.max(width, (1.3 * Math.min(1, Math.abs(at.lnErt - ln)) + .01) / guess.slope);
    step = Math.min(step, Math.max(width, .5 * at.level));
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
        at = between(streams, low, high, between(low, high, ln, bisect), target, count);
        bisect = !bisect;
      } else if (high == null) {
        Point from = at;
        at = point(streams, above(from, step), target, count);
        slope = slope(from, at, slope);
        step *= 2;
      } else {
        double below = high.level > 2 * step ? high.level - step : high.level / 2;
        if (below < LOWEST || !accepted(below)) {
          return new Solution(high.level, slope, false);
        }
        at = point(streams, below, target, count);
        slope = slope(at, high, slope);
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

  private Point point(RunLength streams, double level, double target, int count) {
    long limit = (long) (FAR * target * count);
    return point(level, streams.lengths(config.withAlarmLevel(level), count, threads, limit));
  }

  private Point between(
      RunLength streams, Point low, Point high, double level, double target, int count) {
    if (low.lengths == null || high.lengths == null) {
      return point(streams, level, target, count);
    }
    CalibratedConfig at = config.withAlarmLevel(level);
    return point(level, streams.between(at, low.lengths, high.lengths, threads));
  }

  private static Point point(double level, long @Nullable [] lengths) {
    double ert = lengths == null ? Double.POSITIVE_INFINITY : RunLengths.of(lengths).mean();
    return new Point(level, Math.log(ert), lengths);
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
