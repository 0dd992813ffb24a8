package org.governance4j.drift;

import org.governance4j.DriftEvent;

/**
 * ADWIN behind the scaling that a monitor gives the streams of its fields, as a configuration, so
 * that its run length can be measured and its level searched for like that of any other.
 */
record ScaledAdwin(Adwin adwin) implements CalibratedConfig {

  @Override
  public String name() {
    return "scaled ADWIN";
  }

  @Override
  public double alarmLevel() {
    return adwin.alarmLevel();
  }

  @Override
  public ScaledAdwin withAlarmLevel(double level) {
    return new ScaledAdwin(adwin.withAlarmLevel(level));
  }

  @Override
  public StreamingDetector start() {
    Scaled scaled = new Scaled(adwin.start());
    return new StreamingDetector() {
      private int status;
      private long count;

      @Override
      public DetectorConfig config() {
        return ScaledAdwin.this;
      }

      @Override
      public String name() {
        return ScaledAdwin.this.name();
      }

      @Override
      public int update(double value) {
        count++;
        status = scaled.update(value);
        return status;
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
      public DriftEvent lastEvent() {
        return scaled.lastEvent();
      }

      @Override
      public void reset() {
        scaled.reset();
        status = NONE;
        count = 0;
      }

      @Override
      public byte[] state() {
        throw new UnsupportedOperationException("a monitor keeps the state of its streams itself");
      }
    };
  }
}
