package org.governance4j.text;

import java.util.List;

/** A regular expression as a tree. Groups are gone: nothing here asks what they captured. */
sealed interface Node {

  /** Whether it can match nothing at all. */
  boolean nullable();

  /** An upper bound of the instructions it needs; saturates instead of overflowing. */
  long size();

  /** One code point of a set. */
  record Chars(CodePointSet set) implements Node {
    @Override
    public boolean nullable() {
      return false;
    }

    @Override
    public long size() {
      return 1;
    }
  }

  /** A place in the text. */
  record Place(Assertion assertion) implements Node {
    @Override
    public boolean nullable() {
      return true;
    }

    @Override
    public long size() {
      return 1;
    }
  }

  /** One after the other; empty, it matches nothing at all. */
  record Sequence(List<Node> parts, boolean nullable, long size) implements Node {
    static Sequence of(List<Node> parts) {
      boolean nullable = true;
      long size = 0;
      for (Node part : parts) {
        nullable &= part.nullable();
        size = saturated(size + part.size());
      }
      return new Sequence(List.copyOf(parts), nullable, size);
    }
  }

  /** One of several, the earlier preferred. */
  record Choice(List<Node> branches, boolean nullable, long size) implements Node {
    static Choice of(List<Node> branches) {
      boolean nullable = false;
      long size = 0;
      for (Node branch : branches) {
        nullable |= branch.nullable();
        size = saturated(size + branch.size() + 1);
      }
      return new Choice(List.copyOf(branches), nullable, size);
    }
  }

  /** Again and again; {@code max} is {@link #UNLIMITED} when it is. */
  record Repeat(Node body, int min, int max, boolean greedy, boolean nullable, long size)
      implements Node {
    static Repeat of(Node body, int min, int max, boolean greedy) {
      // An empty body counts too, so that nested counts of nothing are bounded as well.
      long copy = Math.max(1, body.size());
      long more = max == UNLIMITED ? copy + 2 : (max - min) * (copy + 1);
      long size = saturated(Math.max(1, copy * min + more));
      return new Repeat(body, min, max, greedy, min == 0 || body.nullable(), size);
    }
  }

  int UNLIMITED = -1;

  private static long saturated(long size) {
    return Math.min(size, Integer.MAX_VALUE);
  }
}
