package org.governance4j.text;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What a code point may stand for, from two tables beside this class: {@code letters.txt} (Unicode
 * 14.0: categories, lower case, compatibility decomposition without marks, regional indicators and
 * letters in boxes) and {@code lookalikes.txt} (our own). The JDK's Unicode data plays no part, so
 * every JDK reads a text alike.
 */
final class Readings {

  /** Stands for nothing: marks, format and control characters, unpaired surrogates. */
  static final int IGNORED = 0;

  static final int SPACE = 1;
  static final int PUNCTUATION = 2;

  /** Punctuation that is written inside a word to tear it: {@code stu.pid}. */
  static final int JOINER = 3;

  /** Between letters it makes one word: {@code don't}. */
  static final int APOSTROPHE = 4;

  /** A letter or digit. */
  static final int WORD = 5;

  private static final String JOINERS = "-._*~\u00B7\u2010\u2011\u2012\u2013\u2022\u2027\u30FB";
  private static final String APOSTROPHES = "'\u2018\u2019\u02BC\u0060\u00B4\uFF07";

  private final byte[] kinds = new byte[Character.MAX_CODE_POINT + 1];
  private final Map<Integer, int[]> bases = new HashMap<>();
  private final Map<Integer, List<Integer>> lookalikes = new HashMap<>();

  private Readings() {
    Arrays.fill(kinds, (byte) WORD);
    lines("letters.txt", this::letters);
    lines("lookalikes.txt", this::lookalikes);
    for (int c = 'A'; c <= 'Z'; c++) {
      base(c, new int[] {c - 'A' + 'a'});
    }
    JOINERS.chars().forEach(c -> kinds[c] = JOINER);
    APOSTROPHES.chars().forEach(c -> kinds[c] = APOSTROPHE);
  }

  static Readings load() {
    return new Readings();
  }

  int kind(int codePoint) {
    return kinds[codePoint];
  }

  /** The letters that it is a form of; itself if of none. */
  int[] bases(int codePoint) {
    int[] base = bases.get(codePoint);
    return base == null ? new int[] {codePoint} : base;
  }

  /** The code points that may stand for something other than themselves. */
  Iterable<Integer> special() {
    List<Integer> all = new ArrayList<>(bases.keySet());
    all.addAll(lookalikes.keySet());
    return all;
  }

  /**
   * The letters that it is drawn or used for, as {@link #symbol}s; one may stand there more than
   * once.
   */
  List<Integer> lookalikes(int codePoint) {
    List<Integer> result = new ArrayList<>(lookalikes.getOrDefault(codePoint, List.of()));
    int[] base = bases(codePoint);
    if (base.length == 1 && base[0] != codePoint) {
      result.addAll(lookalikes.getOrDefault(base[0], List.of()));
    }
    return result;
  }

  /** A letter, and whether its sign counts as one. */
  static int symbol(int letter, boolean strong) {
    return letter << 1 | (strong ? 1 : 0);
  }

  private void letters(String line) {
    String[] columns = line.split(" ");
    int first = Integer.parseInt(columns[1], 16);
    int last = Integer.parseInt(columns[2], 16);
    switch (columns[0]) {
      case "i" -> Arrays.fill(kinds, first, last + 1, (byte) IGNORED);
      case "s" -> Arrays.fill(kinds, first, last + 1, (byte) SPACE);
      case "p" -> Arrays.fill(kinds, first, last + 1, (byte) PUNCTUATION);
      case "m" -> base(first, columns[3].chars().toArray());
      case "=" -> {
        for (int c = first; c <= last; c++) {
          base(c, new int[] {Integer.parseInt(columns[3], 16)});
        }
      }
      case "+" -> {
        for (int c = first; c <= last; c++) {
          base(c, new int[] {Integer.parseInt(columns[3], 16) + c - first});
        }
      }
      default -> throw new IllegalStateException("letters.txt: " + line);
    }
  }

  /** Whatever is a form of a letter is one, for example a letter in a circle. */
  private void base(int codePoint, int[] letters) {
    bases.put(codePoint, letters);
    kinds[codePoint] = WORD;
  }

  private void lookalikes(String line) {
    String[] columns = line.split(" ");
    boolean strong = columns[1].equals("strong");
    for (int i = 2; i < columns.length; i++) {
      lookalikes
          .computeIfAbsent(Integer.parseInt(columns[i], 16), c -> new ArrayList<>())
          .add(symbol(columns[0].charAt(0), strong));
    }
  }

  private static void lines(String resource, Consumer<String> reader) {
    try (InputStream stream = Readings.class.getResourceAsStream(resource)) {
      if (stream == null) {
        throw new IllegalStateException(resource + " is missing beside " + Readings.class);
      }
      new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))
          .lines()
          .filter(line -> !line.startsWith("#"))
          .forEach(reader);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
