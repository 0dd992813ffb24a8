package org.governance4j.text;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Reads the two tables beside this class: {@code letters.txt} (Unicode 14.0: categories, lower
 * case, compatibility decomposition without marks, letters in boxes) and {@code lookalikes.txt}
 * (our own). The JDK's Unicode data plays no part, so every JDK reads a text alike.
 */
final class SignReader {

  private static final String APOSTROPHES = "'\u2018\u2019\u02BC\u0060\u00B4\uFF07";

  private final byte[] kinds = new byte[Character.MAX_CODE_POINT + 1];
  private final Map<Integer, int[]> bases = new TreeMap<>();
  private final Map<Integer, int[]> lookalikes = new TreeMap<>();

  SignReader() {
    Arrays.fill(kinds, Signs.WORD);
    lines("letters.txt", this::letters);
    lines("lookalikes.txt", this::lookalikes);
    for (int c = 'A'; c <= 'Z'; c++) {
      base(c, new int[] {c - 'A' + 'a'});
    }
    APOSTROPHES.chars().forEach(c -> kinds[c] = Signs.APOSTROPHE);
  }

  byte kind(int codePoint) {
    return kinds[codePoint];
  }

  /** What code points are forms of, for those that are not their own. */
  Map<Integer, int[]> bases() {
    return bases;
  }

  /** The {@link Signs#symbol symbols} that code points are drawn or used for. */
  Map<Integer, int[]> lookalikes() {
    return lookalikes;
  }

  private void letters(String line) {
    String[] columns = line.split(" ");
    int first = Integer.parseInt(columns[1], 16);
    int last = Integer.parseInt(columns[2], 16);
    switch (columns[0]) {
      case "i" -> Arrays.fill(kinds, first, last + 1, Signs.IGNORED);
      case "s" -> Arrays.fill(kinds, first, last + 1, Signs.SPACE);
      case "p" -> Arrays.fill(kinds, first, last + 1, Signs.PUNCTUATION);
      case "m" -> base(first, columns[3].codePoints().toArray());
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
    kinds[codePoint] = Signs.WORD;
  }

  private void lookalikes(String line) {
    String[] columns = line.split(" ");
    int symbol = Signs.symbol(columns[0].charAt(0), columns[1].equals("strong"));
    for (int i = 2; i < columns.length; i++) {
      lookalikes.merge(
          Integer.parseInt(columns[i], 16), new int[] {symbol}, SignReader::concatenated);
    }
  }

  private static int[] concatenated(int[] a, int[] b) {
    int[] both = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, both, a.length, b.length);
    return both;
  }

  private static void lines(String resource, Consumer<String> reader) {
    try (InputStream stream = SignReader.class.getResourceAsStream(resource)) {
      if (stream == null) {
        throw new IllegalStateException(resource + " is missing beside " + SignReader.class);
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
