package org.governance4j.text;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The code points by what a program can tell apart: two of one class are in the same sets and look
 * the same to its assertions. Class 0 to {@link #size()} - 1; one more, {@link #size()} itself,
 * stands for the end of the text. Immutable.
 */
final class Alphabet {

  private static final int PAGE = 256;

  // Pages of 256 code points, equal pages shared.
  private final char[][] pages;
  private final char[] latin;
  private final int size;
  // The class of whatever lies beyond the pages.
  private final int rest;
  // A code point of each class.
  private final int[] samples;

  private Alphabet(char[][] pages, int[] samples, int rest) {
    this.pages = pages;
    this.latin = pages[0];
    this.size = samples.length;
    this.samples = samples;
    this.rest = rest;
  }

  static Alphabet of(Program program) {
    CodePointSet[] sets = program.sets();
    CodePointSet[] contexts = contexts(program);
    int[] cuts = cuts(sets, contexts);
    int[] ids = new int[cuts.length];
    int fresh = 1;
    for (CodePointSet[] group : new CodePointSet[][] {sets, contexts}) {
      for (CodePointSet set : group) {
        fresh = refine(set, cuts, ids, fresh);
      }
    }
    Map<Integer, Integer> numbers = new HashMap<>();
    for (int i = 0; i < ids.length; i++) {
      Integer number = numbers.putIfAbsent(ids[i], numbers.size());
      ids[i] = number == null ? numbers.size() - 1 : number;
    }
    int[] samples = new int[numbers.size()];
    for (int i = ids.length - 1; i >= 0; i--) {
      samples[ids[i]] = cuts[i];
    }
    return new Alphabet(pages(cuts, ids), samples, ids[ids.length - 1]);
  }

  /** What the assertions of the program have to tell apart. */
  private static CodePointSet[] contexts(Program program) {
    boolean lines = false;
    boolean words = false;
    boolean unicode = false;
    for (int pc = 0; pc < program.size(); pc++) {
      if (program.operation(pc) == Program.ASSERT) {
        switch (program.assertion(pc)) {
          case BEGIN_LINE, END_LINE -> lines = true;
          case WORD_BOUNDARY, NO_WORD_BOUNDARY -> words = true;
          case NOT_AFTER_WORD, NOT_BEFORE_WORD -> unicode = true;
          default -> {}
        }
      }
    }
    CodePointSet none = CodePointSet.EMPTY;
    return new CodePointSet[] {
      lines ? CodePointSet.of('\n') : none,
      words ? NamedClasses.WORD : none,
      unicode ? NamedClasses.unicodeWord() : none
    };
  }

  /** Where a class may begin, ascending from 0. */
  private static int[] cuts(CodePointSet[] sets, CodePointSet[] contexts) {
    int[] cuts = new int[64];
    int used = 1;
    for (CodePointSet[] group : new CodePointSet[][] {sets, contexts}) {
      for (CodePointSet set : group) {
        for (int i = 0; i < set.ranges(); i++) {
          if (used + 2 > cuts.length) {
            cuts = Arrays.copyOf(cuts, 2 * cuts.length);
          }
          cuts[used++] = set.first(i);
          cuts[used++] = set.last(i) + 1;
        }
      }
    }
    Arrays.sort(cuts, 0, used);
    int distinct = 1;
    for (int i = 1; i < used; i++) {
      if (cuts[i] != cuts[distinct - 1] && cuts[i] <= Character.MAX_CODE_POINT) {
        cuts[distinct++] = cuts[i];
      }
    }
    return Arrays.copyOf(cuts, distinct);
  }

  /** Splits the classes of the segments by membership in a set. */
  private static int refine(CodePointSet set, int[] cuts, int[] ids, int fresh) {
    Map<Integer, Integer> renamed = new HashMap<>();
    int next = fresh;
    for (int i = 0; i < set.ranges(); i++) {
      int segment = Arrays.binarySearch(cuts, set.first(i));
      for (; segment < cuts.length && cuts[segment] <= set.last(i); segment++) {
        Integer id = renamed.get(ids[segment]);
        if (id == null) {
          id = next++;
          renamed.put(ids[segment], id);
        }
        ids[segment] = id;
      }
    }
    return next;
  }

  private static char[][] pages(int[] cuts, int[] ids) {
    char[][] pages = new char[cuts[cuts.length - 1] / PAGE + 1][];
    Map<Integer, char[]> uniform = new HashMap<>();
    int segment = 0;
    for (int page = 0; page < pages.length; page++) {
      int begin = page * PAGE;
      while (segment + 1 < cuts.length && cuts[segment + 1] <= begin) {
        segment++;
      }
      boolean whole = segment + 1 == cuts.length || cuts[segment + 1] >= begin + PAGE;
      if (whole) {
        int id = ids[segment];
        pages[page] = uniform.computeIfAbsent(id, Alphabet::filled);
        continue;
      }
      char[] classes = new char[PAGE];
      int at = segment;
      for (int i = 0; i < PAGE; i++) {
        while (at + 1 < cuts.length && cuts[at + 1] <= begin + i) {
          at++;
        }
        classes[i] = (char) ids[at];
      }
      pages[page] = classes;
    }
    return pages;
  }

  private static char[] filled(int id) {
    char[] page = new char[PAGE];
    Arrays.fill(page, (char) id);
    return page;
  }

  int size() {
    return size;
  }

  int classOf(int codePoint) {
    int page = codePoint >> 8;
    return page < pages.length ? pages[page][codePoint & 0xFF] : rest;
  }

  /** The classes of the code points below 256. */
  char[] latin() {
    return latin;
  }

  /** A code point of a class, or {@link Assertion#NONE} for the end of the text. */
  int sample(int classNumber) {
    return classNumber == size ? Assertion.NONE : samples[classNumber];
  }
}
