package org.governance4j.crypto;

import java.util.List;
import org.governance4j.crypto.hash.HashType;

/**
 * What somebody signed of one file. Nothing is checked here: {@link SignedRanges} does, against the
 * length that the file has.
 *
 * @param name relative, with {@code /}
 * @param type of the digests
 * @param ranges the file as one range without known end, or parts of it in any order
 */
record SignedFile(String name, HashType type, List<Range> ranges) {

  /** In place of an end: the range is all of the file. */
  static final long WHOLE = -1;

  /**
   * Some bytes of a file.
   *
   * @param start where they begin
   * @param end where they end, exclusive, or {@link #WHOLE}
   * @param digest of them
   */
  record Range(long start, long end, byte[] digest) {}

  /** A file that was hashed as a whole. */
  static SignedFile whole(String name, HashType type, byte[] digest) {
    return new SignedFile(name, type, List.of(new Range(0, WHOLE, digest)));
  }
}
