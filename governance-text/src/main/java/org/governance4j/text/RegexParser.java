package org.governance4j.text;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads RE2's syntax (https://github.com/google/re2/wiki/Syntax) by recursive descent: a choice of
 * sequences of repeated atoms. One use, one thread.
 */
final class RegexParser {

  static final int MAX_LENGTH = 10_000;
  private static final int MAX_QUOTED = 80;
  static final int MAX_NESTING = 200;
  static final int MAX_COUNT = 1_000;

  private static final int FOLD = 1;
  private static final int MULTI_LINE = 2;
  private static final int DOT_ALL = 4;
  private static final int UNGREEDY = 8;

  private final String pattern;
  private final RegexClassParser classes;
  private final Set<String> names = new HashSet<>();
  private int at;
  private int flags;
  private int nesting;

  private RegexParser(String pattern) {
    this.pattern = pattern;
    this.classes = new RegexClassParser(pattern);
  }

  static Node parse(String pattern) {
    if (pattern.length() > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "regex of "
              + pattern.length()
              + " characters, more than "
              + MAX_LENGTH
              + ": "
              + pattern.substring(0, 40)
              + "…");
    }
    RegexParser parser = new RegexParser(pattern);
    Node node = parser.choice();
    if (parser.at < pattern.length()) {
      throw parser.refused(parser.at, "a closing parenthesis without an opening one");
    }
    return node;
  }

  static IllegalArgumentException refusal(String pattern, int position, String why) {
    return new IllegalArgumentException(
        "regex '" + quoted(pattern, position) + "' at position " + position + ": " + why);
  }

  /** A long expression only around the position. */
  private static String quoted(String pattern, int position) {
    if (pattern.length() <= MAX_QUOTED) {
      return pattern;
    }
    int from = Math.max(0, Math.min(position, pattern.length()) - MAX_QUOTED / 2);
    int to = Math.min(pattern.length(), from + MAX_QUOTED);
    return (from > 0 ? "…" : "") + pattern.substring(from, to) + (to < pattern.length() ? "…" : "");
  }

  private IllegalArgumentException refused(int position, String why) {
    return refusal(pattern, position, why);
  }

  private Node choice() {
    List<Node> branches = new ArrayList<>();
    branches.add(sequence());
    while (at < pattern.length() && pattern.charAt(at) == '|') {
      at++;
      branches.add(sequence());
    }
    return branches.size() == 1 ? branches.get(0) : Node.Choice.of(branches);
  }

  private Node sequence() {
    List<Node> parts = new ArrayList<>();
    boolean repeated = false;
    while (at < pattern.length()) {
      char c = pattern.charAt(at);
      if (c == '|' || c == ')') {
        break;
      }
      boolean repeats = repetition(c, parts, repeated);
      if (!repeats) {
        atom(c, parts);
      }
      repeated = repeats;
    }
    return parts.size() == 1 ? parts.get(0) : Node.Sequence.of(parts);
  }

  /** Applies a repetition to the last part, if there is one here. */
  private boolean repetition(char c, List<Node> parts, boolean repeated) {
    int start = at;
    int min;
    int max;
    switch (c) {
      case '*' -> {
        min = 0;
        max = Node.UNLIMITED;
        at++;
      }
      case '+' -> {
        min = 1;
        max = Node.UNLIMITED;
        at++;
      }
      case '?' -> {
        min = 0;
        max = 1;
        at++;
      }
      case '{' -> {
        int close = countedEnd();
        if (close < 0) {
          return false;
        }
        String[] counts = pattern.substring(at + 1, close).split(",", -1);
        min = count(counts[0], start);
        max =
            counts.length == 1
                ? min
                : counts[1].isEmpty() ? Node.UNLIMITED : count(counts[1], start);
        if (max != Node.UNLIMITED && max < min) {
          throw refused(start, "counts from " + min + " to " + max);
        }
        at = close + 1;
      }
      default -> {
        return false;
      }
    }
    if (repeated) {
      throw refused(start, "a repetition of a repetition; put the inner one into a group");
    }
    if (parts.isEmpty()) {
      throw refused(start, "nothing to repeat");
    }
    boolean greedy = (flags & UNGREEDY) == 0;
    if (at < pattern.length() && pattern.charAt(at) == '?') {
      at++;
      greedy = !greedy;
    }
    int last = parts.size() - 1;
    parts.set(last, Node.Repeat.of(parts.get(last), min, max, greedy));
    return true;
  }

  /** The index of the brace that closes {@code {n}}, {@code {n,}} or {@code {n,m}}, or -1. */
  private int countedEnd() {
    int i = digits(at + 1);
    if (i == at + 1) {
      return -1;
    }
    if (i < pattern.length() && pattern.charAt(i) == ',') {
      i = digits(i + 1);
    }
    return i < pattern.length() && pattern.charAt(i) == '}' ? i : -1;
  }

  private int digits(int from) {
    int i = from;
    while (i < pattern.length() && pattern.charAt(i) >= '0' && pattern.charAt(i) <= '9') {
      i++;
    }
    return i;
  }

  private int count(String digits, int position) {
    int value = 0;
    for (int i = 0; i < digits.length(); i++) {
      value = 10 * value + digits.charAt(i) - '0';
      if (value > MAX_COUNT) {
        throw refused(position, "a count above " + MAX_COUNT);
      }
    }
    return value;
  }

  private void atom(char c, List<Node> parts) {
    switch (c) {
      case '(' -> group(parts);
      case '[' -> {
        parts.add(new Node.Chars(classes.bracket(at, (flags & FOLD) != 0)));
        at = classes.end();
      }
      case '.' -> {
        at++;
        parts.add(
            new Node.Chars(
                (flags & DOT_ALL) != 0 ? CodePointSet.ALL : CodePointSet.of('\n').complement()));
      }
      case '^' -> {
        at++;
        parts.add(place(multiLine() ? Assertion.BEGIN_LINE : Assertion.BEGIN_TEXT));
      }
      case '$' -> {
        at++;
        parts.add(place(multiLine() ? Assertion.END_LINE : Assertion.END_TEXT));
      }
      case '\\' -> escape(parts);
      default -> literal(parts);
    }
  }

  private boolean multiLine() {
    return (flags & MULTI_LINE) != 0;
  }

  private static Node place(Assertion assertion) {
    return new Node.Place(assertion);
  }

  private void literal(List<Node> parts) {
    int c = pattern.codePointAt(at);
    at += Character.charCount(c);
    parts.add(new Node.Chars(single(c)));
  }

  private CodePointSet single(int c) {
    CodePointSet set = CodePointSet.of(c);
    return (flags & FOLD) != 0 ? set.folded() : set;
  }

  private void escape(List<Node> parts) {
    char next = at + 1 < pattern.length() ? pattern.charAt(at + 1) : 0;
    Assertion assertion =
        switch (next) {
          case 'A' -> Assertion.BEGIN_TEXT;
          case 'z' -> Assertion.END_TEXT;
          case 'b' -> Assertion.WORD_BOUNDARY;
          case 'B' -> Assertion.NO_WORD_BOUNDARY;
          default -> null;
        };
    if (assertion != null) {
      at += 2;
      parts.add(place(assertion));
      return;
    }
    if (next == 'Q') {
      quoted(parts);
      return;
    }
    CodePointSet named = classes.named(at, (flags & FOLD) != 0);
    if (named == null) {
      named = single(classes.escaped(at));
    }
    at = classes.end();
    parts.add(new Node.Chars(named));
  }

  private void quoted(List<Node> parts) {
    int end = pattern.indexOf("\\E", at + 2);
    int stop = end < 0 ? pattern.length() : end;
    at += 2;
    while (at < stop) {
      literal(parts);
    }
    at = end < 0 ? stop : end + 2;
  }

  private void group(List<Node> parts) {
    int start = at++;
    int outer = flags;
    if (at < pattern.length() && pattern.charAt(at) == '?') {
      at++;
      if (!named(start) && !flagged(start)) {
        return;
      }
    }
    if (++nesting > MAX_NESTING) {
      throw refused(start, "groups nested deeper than " + MAX_NESTING);
    }
    Node body = choice();
    if (at >= pattern.length()) {
      throw refused(start, "a group that is not closed");
    }
    at++;
    nesting--;
    flags = outer;
    parts.add(body);
  }

  private boolean named(int start) {
    int name;
    if (pattern.startsWith("P<", at)) {
      name = at + 2;
    } else if (pattern.startsWith("<", at)
        && !pattern.startsWith("<=", at)
        && !pattern.startsWith("<!", at)) {
      name = at + 1;
    } else {
      return false;
    }
    int end = pattern.indexOf('>', name);
    if (end < 0) {
      throw refused(start, "a group name that is not closed");
    }
    String text = pattern.substring(name, end);
    if (text.isEmpty() || !text.chars().allMatch(Assertion::isWord)) {
      throw refused(name, "a group name is made of letters, digits and underscores");
    }
    if (!names.add(text)) {
      throw refused(name, "the group name '" + text + "' is used twice");
    }
    at = end + 1;
    return true;
  }

  /** Reads flags; true when they open a group, false when they hold for the rest of this one. */
  private boolean flagged(int start) {
    int wanted = flags;
    boolean off = false;
    boolean seen = false;
    while (at < pattern.length()) {
      char c = pattern.charAt(at++);
      int flag =
          switch (c) {
            case 'i' -> FOLD;
            case 'm' -> MULTI_LINE;
            case 's' -> DOT_ALL;
            case 'U' -> UNGREEDY;
            default -> 0;
          };
      if (flag != 0) {
        wanted = off ? wanted & ~flag : wanted | flag;
        seen = true;
      } else if (c == '-' && !off) {
        off = true;
        seen = false;
      } else if ((c == ':' || c == ')') && (seen || !off)) {
        flags = wanted;
        if (c == ':') {
          return true;
        }
        return false;
      } else {
        throw refused(start, unsupported(start));
      }
    }
    throw refused(start, "a group that is not closed");
  }

  private String unsupported(int start) {
    for (String look : List.of("(?=", "(?!", "(?<=", "(?<!")) {
      if (pattern.startsWith(look, start)) {
        return "look-around is not part of RE2's syntax";
      }
    }
    return "not a group of RE2's syntax: (?:…), (?P<name>…), (?<name>…) or the flags i, m, s, U";
  }
}
