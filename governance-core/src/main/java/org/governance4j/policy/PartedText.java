package org.governance4j.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A string on which one operation after another works, each of which may name parts by where they
 * were in the judged string: what was replaced before stays replaced, and later parts do not move.
 * One thread.
 */
final class PartedText {
  private final String original;
  private final List<Piece> pieces = new ArrayList<>();

  /** A piece that begins at an index of the original; still the original, or what replaced it. */
  private record Piece(int start, int end, String text, boolean replaced) {}

  PartedText(String original) {
    this.original = original;
    pieces.add(new Piece(0, original.length(), original, false));
  }

  /** Replaces everything there is by now. */
  void replaceAll(UnaryOperator<String> by) {
    String text = by.apply(toString());
    pieces.clear();
    pieces.add(new Piece(0, original.length(), text, true));
  }

  /**
   * Replaces what is still the original between indices of it, in one walk over the pieces: there
   * may be as many spans as characters.
   *
   * @param spans ascending and without overlap
   */
  void replace(List<Operand.Span> spans, UnaryOperator<String> by) {
    spans.forEach(this::check);
    List<Piece> before = new ArrayList<>(pieces);
    pieces.clear();
    int next = 0;
    for (Piece piece : before) {
      if (piece.replaced) {
        pieces.add(piece);
        continue;
      }
      int at = piece.start;
      while (next < spans.size() && spans.get(next).start() < piece.end) {
        Operand.Span span = spans.get(next);
        int from = Math.max(at, span.start());
        int to = Math.min(piece.end, span.end());
        if (from < to) {
          keep(at, from);
          pieces.add(new Piece(from, to, by.apply(original.substring(from, to)), true));
          at = to;
        }
        if (span.end() > piece.end) {
          break; // goes on in the next piece
        }
        next++;
      }
      keep(at, piece.end);
    }
  }

  private void check(Operand.Span span) {
    if (span.end() > original.length()) {
      throw new IllegalArgumentException(
          "a span ends at " + span.end() + ", the text has " + original.length() + " code units");
    }
    if (splits(span.start()) || splits(span.end())) {
      throw new IllegalArgumentException(
          "the span from " + span.start() + " to " + span.end() + " splits a character");
    }
  }

  /** Cuts what there is by now to a number of code points. */
  void truncate(long codePoints) {
    long left = codePoints;
    List<Piece> before = new ArrayList<>(pieces);
    pieces.clear();
    for (Piece piece : before) {
      int count = piece.text.codePointCount(0, piece.text.length());
      if (count <= left) {
        pieces.add(piece);
        left -= count;
      } else {
        int cut = piece.text.offsetByCodePoints(0, (int) left);
        int end = piece.replaced ? piece.end : piece.start + cut;
        pieces.add(new Piece(piece.start, end, piece.text.substring(0, cut), piece.replaced));
        pieces.add(new Piece(end, piece.end, "", true));
        left = 0;
      }
    }
  }

  private void keep(int from, int to) {
    if (from < to) {
      pieces.add(new Piece(from, to, original.substring(from, to), false));
    }
  }

  private boolean splits(int at) {
    return at > 0
        && at < original.length()
        && Character.isHighSurrogate(original.charAt(at - 1))
        && Character.isLowSurrogate(original.charAt(at));
  }

  /** The string by now. */
  @Override
  public String toString() {
    StringBuilder out = new StringBuilder();
    pieces.forEach(piece -> out.append(piece.text));
    return out.toString();
  }
}
