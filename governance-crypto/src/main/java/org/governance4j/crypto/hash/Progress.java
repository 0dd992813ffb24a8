package org.governance4j.crypto.hash;

/**
 * Hears how far hashing is. Called by the threads that hash, at the same time by several, after
 * every 256 KiB of a file and at its end.
 */
@FunctionalInterface
public interface Progress {

  /**
   * So much is done. What this throws stops the hashing and is thrown to its caller.
   *
   * @param bytes hashed until now by all threads; of two calls at the same time, the one with fewer
   *     may come later
   * @param total the bytes of all files, known beforehand
   */
  void hashed(long bytes, long total);

  /** Hears nothing. */
  static Progress none() {
    return (bytes, total) -> {};
  }
}
