package org.governance4j.crypto;

/**
 * Watches a long hashing, for example to draw a bar.
 *
 * <p>Called from the threads that hash, so it must be safe for them and quick. What it throws stops
 * the hashing and reaches the caller.
 */
@FunctionalInterface
public interface HashingProgress {

  /**
   * Some more was hashed.
   *
   * @param bytes how many bytes so far
   * @param total how many there are
   */
  void hashed(long bytes, long total);
}
