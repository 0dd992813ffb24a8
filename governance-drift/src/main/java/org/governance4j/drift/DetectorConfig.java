package org.governance4j.drift;

import org.governance4j.InvalidData;

/**
 * The immutable configuration of a streaming detector: it says which algorithm with which
 * parameters, and makes detectors. Implementations are records; their components are the
 * parameters, known by name to settings and to the command line in snake case.
 *
 * <p>Safe for any number of threads; what it makes is not.
 */
public interface DetectorConfig {

  /** The algorithm's name, for example {@code ADWIN}; the same for every parameter. */
  String name();

  /** Makes a detector that has seen nothing. */
  StreamingDetector start();

  /**
   * Makes a detector that continues, bit for bit, where another of this very configuration was when
   * it gave its {@linkplain StreamingDetector#state() state} away.
   *
   * @throws InvalidData if the bytes are damaged, of another configuration or of an unknown version
   */
  default StreamingDetector restore(byte[] state) {
    return StateFormat.restore(this, state);
  }
}
