package org.governance4j.text;

import java.util.ArrayList;
import java.util.List;

/**
 * A term as words of runs of one letter: "kill" is k, i, ll.
 *
 * @param words its words, each with at least one run
 */
record DisguisedTerm(List<List<Run>> words) {

  static final int MAX_LETTERS = 100;

  /** A letter that stands {@code length} times in a row. */
  record Run(int letter, int length) {}

  DisguisedTerm {
    words = words.stream().map(List::copyOf).toList();
  }

  /** Reads a term; {@code index} is for messages, which never quote a term. */
  static DisguisedTerm read(int index, String text, Readings readings) {
    List<List<Run>> words = new ArrayList<>();
    List<Run> word = new ArrayList<>();
    int letters = 0;
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      switch (readings.kind(c)) {
        case Readings.WORD -> {
          for (int letter : readings.bases(c)) {
            add(word, letter);
            letters++;
          }
        }
        case Readings.SPACE, Readings.JOINER, Readings.APOSTROPHE -> {
          if (!word.isEmpty()) {
            words.add(word);
            word = new ArrayList<>();
          }
        }
        case Readings.PUNCTUATION ->
            throw refused(
                index,
                String.format(
                    "has U+%04X at %d, which is neither letter nor digit nor space", c, i));
        default -> {} // A mark or an invisible character: the text may have any, so none is asked.
      }
      i += Character.charCount(c);
    }
    if (!word.isEmpty()) {
      words.add(word);
    }
    if (letters < 2) {
      throw refused(index, "has " + letters + " letters or digits; at least 2 are needed");
    }
    if (letters > MAX_LETTERS) {
      throw refused(
          index, "has " + letters + " letters and digits; at most " + MAX_LETTERS + " are allowed");
    }
    return new DisguisedTerm(words);
  }

  private static IllegalArgumentException refused(int index, String why) {
    return new IllegalArgumentException("term " + index + " " + why);
  }

  private static void add(List<Run> word, int letter) {
    int last = word.size() - 1;
    if (last >= 0 && word.get(last).letter() == letter) {
      word.set(last, new Run(letter, word.get(last).length() + 1));
    } else {
      word.add(new Run(letter, 1));
    }
  }

  /** How many letters a word has. */
  int letters(int word) {
    return words.get(word).stream().mapToInt(Run::length).sum();
  }

  /** How many of them there are altogether. */
  int letters() {
    return words.stream().flatMap(List::stream).mapToInt(Run::length).sum();
  }

  /** How many letters of a word must be real ones, so that numbers and codes are no words. */
  int strongNeeded(int word) {
    return words.size() > 1 || letters(word) > 4 ? 1 : 2;
  }
}
