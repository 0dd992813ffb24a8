package org.governance4j;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * RFC 6962 section 2.1 and section 4 of draft-ietf-plants-merkle-tree-certs word for word:
 * recursive, slow, and written without a look at the code under test.
 */
abstract class ReferenceTree {
  /** MTH(D[from:to]) for a range that a proof may ask for. */
  abstract Digest hash(long from, long to);

  static Digest sha256(byte[]... parts) {
    int length = Arrays.stream(parts).mapToInt(p -> p.length).sum();
    byte[] all = new byte[length];
    int at = 0;
    for (byte[] part : parts) {
      System.arraycopy(part, 0, all, at, part.length);
      at += part.length;
    }
    return Digest.sha256(all);
  }

  static Digest node(Digest left, Digest right) {
    return sha256(new byte[] {1}, left.bytes(), right.bytes());
  }

  /** The largest power of two smaller than n. */
  static long split(long n) {
    long k = 1;
    while (k < n - k) {
      k *= 2;
    }
    return k;
  }

  static boolean isSubtree(long start, long end) {
    long ceiling = 1;
    while (ceiling < end - start) {
      ceiling *= 2;
    }
    return start % ceiling == 0;
  }

  /** PATH(index, D[from:to]). */
  List<Digest> inclusion(long index, long from, long to) {
    if (to - from == 1) {
      return new ArrayList<>();
    }
    long middle = from + split(to - from);
    List<Digest> path;
    if (index < middle) {
      path = inclusion(index, from, middle);
      path.add(hash(middle, to));
    } else {
      path = inclusion(index, middle, to);
      path.add(hash(from, middle));
    }
    return path;
  }

  /** SUBTREE_PROOF(start, end, D[0:size]); with a start of 0 it is PROOF(end, D[0:size]). */
  List<Digest> consistency(long start, long end, long size) {
    return start == end ? List.of() : subproof(start, end, 0, size, true);
  }

  private List<Digest> subproof(long start, long end, long from, long to, boolean known) {
    if (start == from && end == to) {
      return new ArrayList<>(known ? List.of() : List.of(hash(from, to)));
    }
    long middle = from + split(to - from);
    List<Digest> path;
    if (end <= middle) {
      path = subproof(start, end, from, middle, known);
      path.add(hash(middle, to));
    } else if (start >= middle) {
      path = subproof(start, end, middle, to, known);
      path.add(hash(from, middle));
    } else {
      path = subproof(middle, end, middle, to, false);
      path.add(hash(from, middle));
    }
    return path;
  }

  /** A tree whose leaf i is the entry of the one byte i. */
  static ReferenceTree ofBytes() {
    return new ReferenceTree() {
      private final Map<List<Long>, Digest> seen = new HashMap<>();

      @Override
      Digest hash(long from, long to) {
        if (from == to) {
          return sha256();
        }
        if (to - from == 1) {
          return sha256(new byte[] {0, (byte) from});
        }
        Digest hash = seen.get(List.of(from, to));
        if (hash == null) {
          long middle = from + split(to - from);
          hash = node(hash(from, middle), hash(middle, to));
          seen.put(List.of(from, to), hash);
        }
        return hash;
      }
    };
  }

  /** A tree whose leaves are all the empty entry, so that a range of any size can be hashed. */
  static ReferenceTree ofEmptyEntries() {
    return new ReferenceTree() {
      private final Map<Long, Digest> seen = new HashMap<>(Map.of(1L, sha256(new byte[] {0})));

      @Override
      Digest hash(long from, long to) {
        long size = to - from;
        if (size == 0) {
          return sha256();
        }
        Digest hash = seen.get(size);
        if (hash == null) {
          long k = split(size);
          hash = node(hash(0, k), hash(0, size - k));
          seen.put(size, hash);
        }
        return hash;
      }
    };
  }
}
