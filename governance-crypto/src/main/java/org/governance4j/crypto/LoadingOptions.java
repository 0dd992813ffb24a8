package org.governance4j.crypto;

/**
 * How a {@link VerifiedModel} is loaded.
 *
 * <p>Immutable; safe for any number of threads.
 *
 * @param cacheBytes the most bytes of verified files and shards in memory at a time, for the whole
 *     model and all of its readers; at least 1. A file that was signed as a whole, or a shard, that
 *     is larger is never in memory: see {@code holding}
 * @param holding how such a larger one is kept
 * @param threads that hash in {@link VerifiedModel#verifyAll}; at least 1
 */
public record LoadingOptions(long cacheBytes, Holding holding, int threads) {

  /** The bytes in memory unless told otherwise: 64 MiB. */
  public static final long DEFAULT_CACHE_BYTES = 64L << 20;

  /** Refuses numbers that are not positive. */
  public LoadingOptions {
    if (cacheBytes < 1) {
      throw new IllegalArgumentException("cacheBytes must be positive: " + cacheBytes);
    }
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be positive: " + threads);
    }
  }

  /** 64 MiB, {@link Holding#HANDLE}, a thread for each processor that the JVM has. */
  public static LoadingOptions defaults() {
    return new LoadingOptions(
        DEFAULT_CACHE_BYTES, Holding.HANDLE, Runtime.getRuntime().availableProcessors());
  }

  /**
   * The same with another limit of memory.
   *
   * @throws IllegalArgumentException if it is not positive
   */
  public LoadingOptions withCacheBytes(long bytes) {
    return new LoadingOptions(bytes, holding, threads);
  }

  /** The same with another way to keep what does not fit into memory. */
  public LoadingOptions withHolding(Holding other) {
    return new LoadingOptions(cacheBytes, other, threads);
  }

  /**
   * The same with another number of threads.
   *
   * @throws IllegalArgumentException if it is not positive
   */
  public LoadingOptions withThreads(int count) {
    return new LoadingOptions(cacheBytes, holding, count);
  }
}
