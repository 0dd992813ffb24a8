package org.governance4j.drift;

/** What values the detectors of this package take. */
final class Range {

  /**
   * The largest magnitude of a value. The squared difference of two such values, added up over
   * 2<sup>60</sup> of them, is still finite; beyond it a single value could turn a variance into
   * infinity and blind a detector for good.
   */
  static final double LIMIT = 1e140;

  private Range() {}
}
