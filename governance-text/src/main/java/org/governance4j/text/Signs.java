package org.governance4j.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * What every code point stands for. Two views of it: the {@link #column} of a small alphabet in
 * which letters that a sign may be confused with are one (i, l, 1 and ! for example), which an
 * automaton steps through; and the exact {@link #reading}, which the verification asks for.
 */
final class Signs {

  /** Stands for nothing: marks, format and control characters, unpaired surrogates. */
  static final byte IGNORED = 0;

  static final byte SPACE = 1;
  static final byte PUNCTUATION = 2;

  /** Between letters it makes one word: {@code don't}. */
  static final byte APOSTROPHE = 3;

  /** A letter or digit. */
  static final byte WORD = 4;

  /** Columns below this are letters and digits; 0 is one that no Latin term has. */
  static final int SKIP = -1;

  /** Several letters: a ligature. */
  static final int SEVERAL = -2;

  /** A letter or a separator: an exclamation mark. */
  static final int EITHER = -3;

  /** The number of columns for terms beyond a to z and 0 to 9. */
  static final int FOREIGN_COLUMNS = 64;

  /** What a sign says about a letter. */
  static final int NOT = 0;

  static final int PLAIN = 1;
  static final int ALIKE = 2;
  static final int LEET = 3;
  static final int CAPITAL_I = 4;
  static final int SMALL_L = 5;

  private static final int LATIN = 36;

  private final int[] index = new int[(Character.MAX_CODE_POINT + 1) >> 8];
  private final char[] pages;
  private final byte[] columns;
  private final byte[] kinds;
  private final int[][] bases;
  private final int[][] lookalikes;
  private final byte[] latin = new byte[LATIN];
  private final int latinColumns;

  private static final class Holder {
    static final Signs SIGNS = new Signs(new SignReader());
  }

  /** The one table; immutable. */
  static Signs table() {
    return Holder.SIGNS;
  }

  private Signs(SignReader reader) {
    Map<Integer, int[]> base = reader.bases();
    Map<Integer, int[]> alike = reader.lookalikes();
    latinColumns = joinLatin(base, alike);
    TreeSet<Integer> special = new TreeSet<>(base.keySet());
    special.addAll(alike.keySet());
    for (int c = 0; c < LATIN; c++) {
      special.add((int) letter(c));
    }
    int size = WORD + 1 + special.size();
    kinds = new byte[size];
    bases = new int[size][];
    lookalikes = new int[size][];
    byte[] columnOf = new byte[size];
    for (byte kind = 0; kind <= WORD; kind++) {
      kinds[kind] = kind;
      bases[kind] = new int[0];
      lookalikes[kind] = new int[0];
      columnOf[kind] = (byte) (kind == WORD ? 0 : SKIP);
    }
    Map<Integer, Integer> signOf = new HashMap<>();
    int next = WORD + 1;
    for (int c : special) {
      int[] own = base.getOrDefault(c, new int[] {c});
      int[] looks = alike.get(c);
      if (looks == null) {
        looks = own.length == 1 ? alike.getOrDefault(own[0], new int[0]) : new int[0];
      }
      kinds[next] = reader.kind(c);
      bases[next] = own;
      lookalikes[next] = looks;
      columnOf[next] = (byte) columnOf(reader.kind(c), own, looks);
      signOf.put(c, next++);
    }
    pages = pages(reader, signOf);
    columns = new byte[pages.length];
    for (int i = 0; i < pages.length; i++) {
      columns[i] = columnOf[pages[i]];
    }
  }

  private char[] pages(SignReader reader, Map<Integer, Integer> signOf) {
    Map<String, Integer> known = new HashMap<>();
    List<char[]> distinct = new ArrayList<>();
    for (int page = 0; page < index.length; page++) {
      char[] signs = new char[256];
      for (int i = 0; i < 256; i++) {
        int c = page << 8 | i;
        signs[i] = (char) (int) signOf.getOrDefault(c, (int) reader.kind(c));
      }
      Integer same = known.putIfAbsent(new String(signs), distinct.size());
      if (same == null) {
        index[page] = distinct.size() << 8;
        distinct.add(signs);
      } else {
        index[page] = same << 8;
      }
    }
    char[] all = new char[distinct.size() << 8];
    for (int i = 0; i < distinct.size(); i++) {
      System.arraycopy(distinct.get(i), 0, all, i << 8, 256);
    }
    return all;
  }

  /** Letters that one sign may stand for share a column, from 1; 0 is for all other letters. */
  private int joinLatin(Map<Integer, int[]> base, Map<Integer, int[]> alike) {
    int[] joined = new int[LATIN];
    Arrays.setAll(joined, i -> i);
    join(joined, 'i', 'l'); // Capital I and small l are drawn alike.
    alike.forEach(
        (c, symbols) -> {
          int own = base.getOrDefault(c, new int[] {c})[0];
          int first = latinNumber(own) >= 0 ? own : symbols[0] >> 1;
          for (int symbol : symbols) {
            join(joined, first, symbol >> 1);
          }
        });
    Map<Integer, Integer> numbers = new HashMap<>();
    for (int i = 0; i < LATIN; i++) {
      latin[i] = (byte) (int) numbers.computeIfAbsent(joined[i], r -> numbers.size() + 1);
    }
    return numbers.size() + 1;
  }

  private static void join(int[] joined, int a, int b) {
    int from = joined[latinNumber(a)];
    int to = joined[latinNumber(b)];
    for (int i = 0; i < joined.length; i++) {
      if (joined[i] == from) {
        joined[i] = to;
      }
    }
  }

  private int columnOf(byte kind, int[] own, int[] looks) {
    if (kind != WORD) {
      return looks.length > 0 ? EITHER : SKIP;
    }
    if (own.length > 1) {
      return SEVERAL;
    }
    return latinNumber(own[0]) >= 0 || looks.length == 0
        ? latinColumn(own[0])
        : latinColumn(looks[0] >> 1);
  }

  /** A letter, and whether its sign counts as one. */
  static int symbol(int letter, boolean strong) {
    return letter << 1 | (strong ? 1 : 0);
  }

  static boolean isLatin(int letter) {
    return latinNumber(letter) >= 0;
  }

  private static int latinNumber(int letter) {
    if (letter >= 'a' && letter <= 'z') {
      return letter - 'a';
    }
    return letter >= '0' && letter <= '9' ? 26 + letter - '0' : -1;
  }

  private static char letter(int latinNumber) {
    return (char) (latinNumber < 26 ? 'a' + latinNumber : '0' + latinNumber - 26);
  }

  int latinColumns() {
    return latinColumns;
  }

  /** The sign of a code point, for the other methods. */
  int of(int codePoint) {
    return pages[index[codePoint >> 8] | codePoint & 255];
  }

  /** The column of a code point: a letter's, or one of the negative constants. */
  int column(int codePoint) {
    return columns[index[codePoint >> 8] | codePoint & 255];
  }

  /** The same in the alphabet of terms in any script, where nothing is alike. */
  int foreignColumn(int codePoint) {
    int sign = of(codePoint);
    if (kinds[sign] != WORD) {
      return SKIP;
    }
    int[] base = bases[sign];
    return base.length > 1 ? SEVERAL : foreignLetter(base.length == 0 ? codePoint : base[0]);
  }

  /** The column of a letter of a term in the alphabet of all scripts: shared by chance. */
  static int foreignLetter(int letter) {
    return (letter * 0x9E3779B1) >>> 26;
  }

  /** The column of a letter of a term. */
  int latinColumn(int letter) {
    int number = latinNumber(letter);
    return number < 0 ? 0 : latin[number];
  }

  /** The column of what an ambiguous sign is used for. */
  int eitherColumn(int codePoint) {
    return latinColumn(lookalikes[of(codePoint)][0] >> 1);
  }

  byte kind(int sign) {
    return kinds[sign];
  }

  /** Whether a sign that is no letter may stand for one. */
  boolean either(int sign) {
    return kinds[sign] != WORD && lookalikes[sign].length > 0;
  }

  /** How many letters it has; 0 when it is one and its own. */
  int letters(int sign) {
    return bases[sign].length;
  }

  /** One of the letters that it is a form of; the code point itself when of none. */
  int letter(int sign, int codePoint, int which) {
    return bases[sign].length == 0 ? codePoint : bases[sign][which];
  }

  /** The Latin letter that it is drawn for; -1 if none. */
  int strongLookalike(int sign) {
    for (int symbol : lookalikes[sign]) {
      if ((symbol & 1) != 0) {
        return symbol >> 1;
      }
    }
    return -1;
  }

  /** What a code point of one letter says about a letter: one of the constants from NOT on. */
  int reading(int sign, int codePoint, int letter) {
    if (kinds[sign] == WORD && letter(sign, codePoint, 0) == letter) {
      return PLAIN;
    }
    for (int symbol : lookalikes[sign]) {
      if (symbol >> 1 == letter) {
        return (symbol & 1) != 0 ? ALIKE : LEET;
      }
    }
    if (codePoint == 'I' && letter == 'l') {
      return CAPITAL_I;
    }
    return codePoint == 'l' && letter == 'i' ? SMALL_L : NOT;
  }
}
