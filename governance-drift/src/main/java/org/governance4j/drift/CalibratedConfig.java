package org.governance4j.drift;

/**
 * A configuration with one parameter that trades false alarms for delay, so that it can be chosen
 * by the expected run length without a change (ERT) instead of by hand.
 */
public interface CalibratedConfig extends DetectorConfig {

  /**
   * That parameter on a scale on which more means rarer alarms and longer delays, from above 0: the
   * threshold itself, or −ln α where the parameter is a confidence α.
   */
  double alarmLevel();

  /**
   * The same configuration with another alarm level. A warning level keeps its proportion to it.
   *
   * @throws IllegalArgumentException if the level is not positive and finite, or out of the
   *     parameter's range
   */
  CalibratedConfig withAlarmLevel(double level);
}
