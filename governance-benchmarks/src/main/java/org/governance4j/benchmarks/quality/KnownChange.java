package org.governance4j.benchmarks.quality;

import org.governance4j.DriftDetector;
import org.governance4j.DriftEvent;
import org.governance4j.drift.CalibratedConfig;
import org.governance4j.drift.DetectorConfig;
import org.governance4j.drift.StreamingDetector;

/**
 * The procedure of Shiryaev and Roberts for one who knows the law before and after the change: the
 * yardstick of delays, as none with the same expected run length is noticeably faster. Rₙ = (1 +
 * Rₙ₋₁)·Λₙ, with Λ the likelihood ratio of the value; alarm above e^level.
 *
 * @param normal whether the values are normal with deviation 1, or else zeros and ones
 * @param before the mean before the change
 * @param after the mean after it
 * @param level ln of the threshold
 */
public record KnownChange(boolean normal, double before, double after, double level)
    implements CalibratedConfig {

  @Override
  public String name() {
    return "known";
  }

  @Override
  public double alarmLevel() {
    return level;
  }

  @Override
  public KnownChange withAlarmLevel(double value) {
    return new KnownChange(normal, before, after, value);
  }

  @Override
  public StreamingDetector start() {
    return new Run(this);
  }

  private double ratio(double x) {
    if (normal) {
      return Math.exp((after - before) * (x - (after + before) / 2));
    }
    return x > 0 ? after / before : (1 - after) / (1 - before);
  }

  private static final class Run implements StreamingDetector {
    private final KnownChange change;
    private final double threshold;
    private double statistic;
    private long count;
    private int status;

    Run(KnownChange change) {
      this.change = change;
      threshold = Math.exp(change.level);
    }

    @Override
    public int update(double value) {
      statistic = (1 + statistic) * change.ratio(value);
      count++;
      status = statistic > threshold ? DriftDetector.DRIFT : DriftDetector.NONE;
      return status;
    }

    @Override
    public DetectorConfig config() {
      return change;
    }

    @Override
    public String name() {
      return change.name();
    }

    @Override
    public int status() {
      return status;
    }

    @Override
    public long count() {
      return count;
    }

    @Override
    public byte[] state() {
      throw new UnsupportedOperationException("the yardstick is not kept");
    }

    @Override
    public DriftEvent lastEvent() {
      return new DriftEvent(
          change.name(),
          status,
          count - 1,
          -1,
          statistic,
          threshold,
          Double.NaN,
          change.before,
          change.after);
    }

    @Override
    public void reset() {
      statistic = 0;
      count = 0;
      status = DriftDetector.NONE;
    }
  }
}
