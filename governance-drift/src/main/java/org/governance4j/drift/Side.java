package org.governance4j.drift;

/** Which changes of a level are reported. */
public enum Side {
  /** Both. */
  BOTH,
  /** Only a level that goes up. */
  UP,
  /** Only a level that goes down. */
  DOWN
}
