package org.governance4j.text;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The class of every code point, by pages of 256 of which equal ones are kept once. */
final class SignTable {

  private final char[] index = new char[(Character.MAX_CODE_POINT + 1) >> 8];
  private final char[] pages;
  private final List<SignClass> classes = new ArrayList<>();

  /** Reads all code points as far as they matter to terms of these letters. */
  SignTable(Readings readings, Set<Integer> letters) {
    Map<List<Object>, Integer> known = new HashMap<>();
    int[] ofKind = new int[Readings.WORD + 1];
    for (int kind = 0; kind < ofKind.length; kind++) {
      ofKind[kind] = classOf(new SignClass(kind, false, false, List.of()), known);
    }
    Set<Integer> special = new HashSet<>(letters);
    readings.special().forEach(special::add);
    for (int c = 'A'; c <= 'Z'; c++) {
      special.add(c);
      special.add(c - 'A' + 'a');
    }
    Map<List<Object>, Integer> knownPages = new HashMap<>();
    List<char[]> distinct = new ArrayList<>();
    for (int page = 0; page < index.length; page++) {
      char[] signs = new char[256];
      for (int i = 0; i < 256; i++) {
        int c = page << 8 | i;
        signs[i] =
            (char)
                (special.contains(c)
                    ? classOf(SignClass.of(c, readings, letters), known)
                    : ofKind[readings.kind(c)]);
      }
      List<Object> key = List.of(new String(signs));
      Integer same = knownPages.putIfAbsent(key, distinct.size());
      if (same == null) {
        index[page] = (char) (distinct.size() << 8);
        distinct.add(signs);
      } else {
        index[page] = (char) (same << 8);
      }
    }
    if (distinct.size() > 255) {
      throw new IllegalStateException(distinct.size() + " distinct pages");
    }
    pages = new char[distinct.size() << 8];
    for (int i = 0; i < distinct.size(); i++) {
      System.arraycopy(distinct.get(i), 0, pages, i << 8, 256);
    }
  }

  private int classOf(SignClass sign, Map<List<Object>, Integer> known) {
    return known.computeIfAbsent(
        sign.key(),
        key -> {
          classes.add(sign);
          return classes.size() - 1;
        });
  }

  /** The class of a code point. */
  int of(int codePoint) {
    return pages[index[codePoint >> 8] | codePoint & 255];
  }

  /** The classes in the order of their numbers. */
  List<SignClass> classes() {
    return classes;
  }

  /** For tests: how much memory it takes. */
  int bytes() {
    return 2 * (index.length + pages.length);
  }
}
