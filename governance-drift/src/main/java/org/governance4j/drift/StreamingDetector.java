package org.governance4j.drift;

import java.util.Objects;
import org.governance4j.DriftDetector;

/**
 * A detector of this module: one that knows its configuration, takes values in bulk, and whose
 * state can be kept and restored. One owner, one stream, not safe for more than one thread.
 */
public interface StreamingDetector extends DriftDetector {

  /** What it was made from. */
  DetectorConfig config();

  /** The status of the last value that was taken, or {@link #NONE} before the first. */
  int status();

  /** How many values were taken since it was made or reset. */
  long count();

  /**
   * Takes values until one has another status than {@link #NONE}, that one included, or is refused.
   *
   * @param values the stream's next values
   * @param from the index of the first
   * @param count how many, at least 0
   * @return the index of the value that has a status or was refused; or -1 if all were taken and
   *     none had a status. A value that was refused has left {@link #count()} as it was
   * @throws IndexOutOfBoundsException if there are not so many values
   */
  default int update(double[] values, int from, int count) {
    Objects.checkFromIndexSize(from, count, values.length);
    for (int i = from; i < from + count; i++) {
      if (update(values[i]) != NONE) {
        return i;
      }
    }
    return -1;
  }

  /**
   * Everything it knows, for {@link DetectorConfig#restore}. The same history gives the same bytes
   * on every JDK.
   *
   * <p>Big-endian: the magic {@code G4JD}, a 16-bit version (1), the first eight bytes of the
   * SHA-256 of the configuration's canonical text, a 32-bit length, so many bytes of state, and the
   * CRC-32C of all before it.
   */
  byte[] state();
}
