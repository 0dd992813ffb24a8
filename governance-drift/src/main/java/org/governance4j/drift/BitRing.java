package org.governance4j.drift;

import java.util.Arrays;

/**
 * The last bits of a stream, by their position in it. Bits that were never put are 0, so a window
 * that slides over them needs no case for its beginning. One thread.
 */
final class BitRing {

  private final long[] words;

  /** Keeps at least so many bits, and one more for the bit that leaves a window of that length. */
  BitRing(int length) {
    words = new long[Integer.highestOneBit(Math.max(1, length >> 6)) * 2];
  }

  void put(long position, int bit) {
    int word = (int) (position >>> 6) & (words.length - 1);
    words[word] = words[word] & ~(1L << position) | (long) bit << position;
  }

  int get(long position) {
    return (int) (words[(int) (position >>> 6) & (words.length - 1)] >>> position) & 1;
  }

  /** How many of the bits from one position to before another are 1. */
  int count(long from, long to) {
    int count = 0;
    for (long i = from; i < to; i++) {
      count += get(i);
    }
    return count;
  }

  /**
   * The position in a stretch at which its rate most probably rose from below a level to above it:
   * where the cumulative sum of the bits less the level is lowest.
   */
  long riseWithin(long from, long to, double level) {
    double sum = 0;
    double lowest = 0;
    long at = from;
    for (long i = from; i < to - 1; i++) {
      sum += get(i) - level;
      if (sum < lowest) {
        lowest = sum;
        at = i + 1;
      }
    }
    return at;
  }

  void clear() {
    Arrays.fill(words, 0);
  }

  void write(StateWriter out) {
    for (long word : words) {
      out.put(word);
    }
  }

  void read(StateReader in) {
    for (int i = 0; i < words.length; i++) {
      words[i] = in.integer64("bits", Long.MIN_VALUE, Long.MAX_VALUE);
    }
  }
}
