package org.governance4j.crypto;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import org.governance4j.ArtifactRejected;
import org.governance4j.crypto.hash.HashType;
import org.governance4j.crypto.hash.ResourceNames;

/**
 * The signed ranges of a file, which together are exactly the bytes that it has. A million of them
 * take 40 MB with SHA-256.
 *
 * <p>Immutable; safe for any number of threads.
 */
final class SignedRanges {

  private final HashType type;
  private final long size;
  private final long[] starts;
  private final byte[] digests;

  private SignedRanges(HashType type, long size, long[] starts, byte[] digests) {
    this.type = type;
    this.size = size;
    this.starts = starts;
    this.digests = digests;
  }

  /**
   * Puts the ranges in order.
   *
   * @param size the length of the file
   * @throws ArtifactRejected unless every byte is in exactly one range
   */
  static SignedRanges of(SignedFile file, long size) {
    List<SignedFile.Range> ranges = new ArrayList<>(file.ranges());
    boolean whole = ranges.size() == 1 && ranges.get(0).end() == SignedFile.WHOLE;
    if (whole) {
      ranges.set(0, new SignedFile.Range(ranges.get(0).start(), size, ranges.get(0).digest()));
    }
    ranges.sort(Comparator.comparingLong(SignedFile.Range::start));
    int width = file.type().bytes();
    long[] starts = new long[ranges.size()];
    byte[] digests = new byte[Math.multiplyExact(ranges.size(), width)];
    long at = 0;
    for (int i = 0; i < starts.length; i++) {
      SignedFile.Range range = ranges.get(i);
      boolean empty = range.end() == range.start() && size > 0;
      if (range.start() != at || range.end() < at || range.end() > size || empty) {
        throw new ArtifactRejected(
            "file "
                + ResourceNames.quote(file.name())
                + " has "
                + size
                + " bytes, and the signed range "
                + range.start()
                + " to "
                + range.end()
                + " does not go on at "
                + at);
      }
      if (range.digest().length != width) {
        throw new ArtifactRejected(
            "file "
                + ResourceNames.quote(file.name())
                + " has a digest of "
                + range.digest().length
                + " bytes, "
                + file.type().word()
                + " has "
                + width);
      }
      starts[i] = at;
      System.arraycopy(range.digest(), 0, digests, i * width, width);
      at = range.end();
    }
    if (at != size || starts.length == 0 || (size == 0 && starts.length > 1)) {
      throw new ArtifactRejected(
          "file "
              + ResourceNames.quote(file.name())
              + " has "
              + size
              + " bytes, of which "
              + at
              + " are signed in "
              + starts.length
              + " ranges");
    }
    return new SignedRanges(file.type(), size, starts, digests);
  }

  int count() {
    return starts.length;
  }

  HashType type() {
    return type;
  }

  /** The length of the file. */
  long size() {
    return size;
  }

  long start(int range) {
    return starts[range];
  }

  /** Where the range ends, exclusive. */
  long end(int range) {
    return range + 1 < starts.length ? starts[range + 1] : size;
  }

  long length(int range) {
    return end(range) - start(range);
  }

  /** The range of a position in the file. */
  int at(long position) {
    int found = Arrays.binarySearch(starts, position);
    return found >= 0 ? found : -found - 2;
  }

  /** Whether these are the signed bytes of the range. */
  boolean matches(int range, byte[] calculated) {
    int width = type.bytes();
    return Arrays.equals(
        digests, range * width, (range + 1) * width, calculated, 0, calculated.length);
  }

  /** The signed digest in lower-case hexadecimal digits. */
  String hex(int range) {
    int width = type.bytes();
    return HexFormat.of().formatHex(digests, range * width, (range + 1) * width);
  }
}
