package org.governance4j.drift;

import org.jspecify.annotations.Nullable;

/**
 * Feeds streams of rates that are nearly always 0: not a 0 or 1 with every prediction, but their
 * mean over {@value #BLOCK} predictions, so that a stream costs next to nothing while it is 0. The
 * price is a delay of up to {@value #BLOCK} - 1 predictions. One thread.
 */
final class RateBlocks {

  /** How many predictions make one value. */
  static final int BLOCK = 16;

  private final MonitoredStream[] streams;
  private final int[] ones;
  private int filled;

  /** Makes the blocks of streams that all go on with every prediction. */
  RateBlocks(MonitoredStream... streams) {
    this.streams = streams.clone();
    this.ones = new int[streams.length];
  }

  /** The current prediction is a 1 of that stream; at most once before {@link #next}. */
  void mark(int stream) {
    ones[stream]++;
  }

  /** Ends the current prediction. */
  void next(@Nullable String requestId) {
    if (++filled == BLOCK) {
      end(requestId);
    }
  }

  /**
   * Takes many predictions at once.
   *
   * @param marks for each stream, bit i if prediction i is a 1 of it
   * @param many how many predictions, at most 32
   * @param requests their ids
   */
  void take(int[] marks, int many, @Nullable String[] requests) {
    int from = 0;
    while (from < many) {
      int some = Math.min(many - from, BLOCK - filled);
      int part = ((1 << some) - 1) << from;
      for (int i = 0; i < ones.length; i++) {
        ones[i] += Integer.bitCount(marks[i] & part);
      }
      from += some;
      filled += some;
      if (filled == BLOCK) {
        end(requests[from - 1]);
      }
    }
  }

  void write(int stream, StateWriter out) {
    out.put(filled);
    out.put(ones[stream]);
  }

  /** Takes over the block of a stream. All streams are at the same prediction of their blocks. */
  void read(int stream, StateReader in) {
    filled = in.integer("filled", 0, BLOCK - 1);
    ones[stream] = in.integer("ones", 0, filled);
  }

  private void end(@Nullable String requestId) {
    filled = 0;
    for (int i = 0; i < streams.length; i++) {
      streams[i].take((double) ones[i] / BLOCK, requestId);
      ones[i] = 0;
    }
  }
}
