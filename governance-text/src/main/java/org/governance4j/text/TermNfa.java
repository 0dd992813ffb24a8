package org.governance4j.text;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The disguises of terms as a nondeterministic automaton.
 *
 * <p>A word may be written in two styles: {@link Style#TOGETHER}, where a long word may be torn by
 * single joiners; and {@link Style#SPACED}, with white space or marks between all its letters
 * ({@code k i l l}, {@code k.i.l.l}). A node is a place inside a word in one style. The second
 * style ends where it is certain that the spelled word ends too: {@code a s s i g n} contains no
 * term, so up to two single letters after the term are looked at.
 */
final class TermNfa {

  enum Style {
    TOGETHER,
    SPACED
  }

  /** Letters that ordinary words of Latin script hardly ever double. */
  private static final String NEVER_DOUBLED = "ahijkquvwxy";

  private static final int LONG_WORD = 5;
  private static final int SEPARATOR_KINDS = Readings.APOSTROPHE + 1;

  /** A place: so many of a run's letters read, so many of them real, after a separator or not. */
  private record Place(
      int term, int word, int run, int read, int strong, Style style, boolean separated) {}

  /** An edge by a letter. */
  private record LetterEdge(int letter, int weak, int strong) {}

  /** A node under construction. */
  private static final class Node {
    final boolean letter;

    /** Whether it waits for the next letter of a spelled word, where signs only separate. */
    boolean spelling;

    /** Whether it stands between words, where a sign that may be a letter is one. */
    boolean gap;

    final List<LetterEdge> letters = new ArrayList<>();
    final List<List<Integer>> separators = new ArrayList<>();
    int onLetter = NONE;
    int onArticle = NONE;
    int accepts = NONE;
    int acceptsAtEnd = NONE;

    /** Where it is; null for nodes that are in no word. */
    @Nullable Place place;

    Node(boolean letter) {
      this.letter = letter;
      for (int kind = 0; kind < SEPARATOR_KINDS; kind++) {
        separators.add(new ArrayList<>());
      }
    }

    void on(int target, int... kinds) {
      for (int kind : kinds) {
        separators.get(kind).add(target);
      }
    }
  }

  private static final int NONE = -1;
  private static final int[] ALL = {
    Readings.SPACE, Readings.PUNCTUATION, Readings.JOINER, Readings.APOSTROPHE
  };

  private final List<Term> terms;
  private final boolean anywhere;
  private final List<Node> nodes = new ArrayList<>();
  private final Map<Place, Integer> places = new HashMap<>();
  private final List<Place> unfinished = new ArrayList<>();
  private final List<Integer> unfinishedNodes = new ArrayList<>();
  private final List<Integer> roots = new ArrayList<>();

  /**
   * Builds the automaton.
   *
   * @param anywhere whether a term may stand inside a word
   */
  TermNfa(List<Term> terms, boolean anywhere) {
    this.terms = terms;
    this.anywhere = anywhere;
    for (Style ignored : Style.values()) {
      roots.add(add(false));
    }
    for (int t = 0; t < terms.size(); t++) {
      int accept = add(false);
      nodes.get(accept).accepts = t;
      Ends ends = new Ends(accept, afterSpaces(t, accept));
      for (Style style : Style.values()) {
        begin(nodes.get(roots.get(style.ordinal())), t, 0, style);
      }
      while (!unfinished.isEmpty()) {
        int last = unfinished.size() - 1;
        finish(unfinished.remove(last), unfinishedNodes.remove(last), ends);
      }
      places.clear();
    }
  }

  /** Where a term goes when it is complete, by style. */
  private record Ends(int accept, int afterSpaces) {}

  int size() {
    return nodes.size();
  }

  /** The node from which terms begin in a style. */
  int root(Style style) {
    return roots.get(style.ordinal());
  }

  /** The term that is found when a node is reached, or -1. */
  int accepts(int node) {
    return nodes.get(node).accepts;
  }

  /** The term that is found when the text ends in a node, or -1. */
  int acceptsAtEnd(int node) {
    return nodes.get(node).acceptsAtEnd;
  }

  /** Whether a node is reached by a letter of the term, so that its match goes on until there. */
  boolean isLetter(int node) {
    return nodes.get(node).letter;
  }

  /** The nodes that a sign leads to, in ascending order. */
  int[] step(int node, SignClass sign) {
    TreeSet<Integer> targets = new TreeSet<>();
    boolean letters = sign.kind() == Readings.WORD || !nodes.get(node).spelling;
    for (int[] spelling : letters ? sign.spellings() : List.<int[]>of()) {
      TreeSet<Integer> from = new TreeSet<>(List.of(node));
      for (int symbol : spelling) {
        TreeSet<Integer> to = new TreeSet<>();
        for (int each : from) {
          for (LetterEdge edge : nodes.get(each).letters) {
            if (edge.letter() == symbol >> 1) {
              to.add((symbol & 1) == 1 ? edge.strong() : edge.weak());
            }
          }
        }
        from = to;
      }
      targets.addAll(from);
    }
    Node origin = nodes.get(node);
    if (sign.kind() == Readings.WORD) {
      int target = sign.article() ? origin.onArticle : origin.onLetter;
      if (target != NONE) {
        targets.add(target);
      }
    } else if (!origin.gap || sign.spellings().isEmpty()) {
      targets.addAll(origin.separators.get(sign.kind()));
    }
    return targets.stream().mapToInt(Integer::intValue).toArray();
  }

  /**
   * Whether all that can follow one node can follow the other as well, so that the first needs not
   * be remembered beside it. Without this the sets of a text of signs alone multiply.
   */
  boolean covers(int node, int less) {
    Place more = nodes.get(node).place;
    Place it = nodes.get(less).place;
    if (more == null
        || it == null
        || node == less
        || more.term() != it.term()
        || more.word() != it.word()
        || more.run() != it.run()
        || more.style() != it.style()
        || more.separated() != it.separated()
        || more.strong() < it.strong()) {
      return false;
    }
    boolean any =
        more.read() == most(terms.get(more.term()).words().get(more.word()).get(more.run()))
            && (more.style() != Style.TOGETHER || !more.separated());
    return more.read() == it.read() || any;
  }

  /** From so many letters on a run may have any number. */
  private static int most(Term.Run run) {
    return Math.max(run.length() + 1, 3);
  }

  private int add(boolean letter) {
    nodes.add(new Node(letter));
    return nodes.size() - 1;
  }

  private int node(Place place) {
    Integer known = places.get(place);
    if (known != null) {
      return known;
    }
    int node = add(!place.separated());
    nodes.get(node).place = place;
    places.put(place, node);
    unfinished.add(place);
    unfinishedNodes.add(node);
    return node;
  }

  private void begin(Node from, int term, int word, Style style) {
    Term it = terms.get(term);
    if (style != Style.TOGETHER && it.letters(word) < (it.words().size() > 1 ? 1 : 3)) {
      return;
    }
    letter(from, new Place(term, word, 0, 0, 0, style, false), 0, 1);
  }

  /** An edge by the letter of a run, to the place where {@code read} of the run are read. */
  private void letter(Node from, Place at, int run, int read) {
    Term term = terms.get(at.term());
    int strong = Math.min(at.strong() + 1, needed(term, at));
    Place weak = new Place(at.term(), at.word(), run, read, at.strong(), at.style(), false);
    Place real = new Place(at.term(), at.word(), run, read, strong, at.style(), false);
    from.letters.add(
        new LetterEdge(term.words().get(at.word()).get(run).letter(), node(weak), node(real)));
  }

  /** Codes are not spelled, so there one real letter is enough. */
  private static int needed(Term term, Place at) {
    return at.style() == Style.TOGETHER ? term.strongNeeded(at.word()) : 1;
  }

  private void finish(Place at, int index, Ends ends) {
    Node node = nodes.get(index);
    Term term = terms.get(at.term());
    List<Term.Run> word = term.words().get(at.word());
    Term.Run run = word.get(at.run());
    int letters = term.letters(at.word());
    boolean together = at.style() == Style.TOGETHER;
    boolean enough = enough(run, at.read(), letters);
    int most = most(run);

    if (together ? !at.separated() || at.read() < run.length() : at.separated()) {
      letter(node, at, at.run(), Math.min(at.read() + 1, most));
    }
    if (enough && at.run() + 1 < word.size() && (together || at.separated())) {
      letter(node, at, at.run() + 1, 1);
    }
    boolean complete = enough && at.run() + 1 == word.size() && at.strong() >= needed(term, at);
    separators(node, at, index, together && letters >= LONG_WORD && !complete);
    if (complete && !at.separated()) {
      if (at.word() + 1 < term.words().size()) {
        gap(node, at.term(), at.word() + 1, at.style());
      } else {
        complete(node, at, ends);
      }
    }
  }

  private void separators(Node node, Place at, int index, boolean torn) {
    int[] kinds =
        switch (at.style()) {
          case TOGETHER -> torn && !at.separated() ? new int[] {Readings.JOINER} : new int[0];
          case SPACED -> ALL;
        };
    if (kinds.length > 0) {
      node.spelling = at.separated();
      Place after =
          new Place(at.term(), at.word(), at.run(), at.read(), at.strong(), at.style(), true);
      node.on(at.separated() ? index : node(after), kinds);
    }
  }

  private static boolean enough(Term.Run run, int read, int letters) {
    if (read == run.length() || read >= 3 && read > run.length()) {
      return true;
    }
    // "loser" is not "looser", but "stuupid" is nothing else.
    return read == 2
        && run.length() == 1
        && (letters > 6
            || letters > 3 && run.letter() < 128 && NEVER_DOUBLED.indexOf(run.letter()) >= 0);
  }

  /** What stands between two words of a term: any separators. */
  private void gap(Node node, int term, int word, Style style) {
    int index = add(false);
    Node gap = nodes.get(index);
    gap.gap = true;
    gap.on(index, ALL);
    node.on(index, ALL);
    begin(gap, term, word, style);
  }

  private void complete(Node node, Place at, Ends ends) {
    node.acceptsAtEnd = at.term();
    switch (at.style()) {
      case TOGETHER -> {
        if (anywhere) {
          node.accepts = at.term();
        } else {
          node.on(ends.accept(), ALL);
        }
      }
      case SPACED -> node.on(ends.afterSpaces(), ALL);
    }
  }

  /** After {@code a s s }: accepts unless a single letter follows that is not a word itself. */
  private int afterSpaces(int term, int accept) {
    int index = add(false);
    int letter = add(false);
    int article = add(false);
    int afterArticle = add(false);
    Node spaces = nodes.get(index);
    spaces.acceptsAtEnd = term;
    spaces.on(index, ALL);
    spaces.onLetter = letter;
    spaces.onArticle = article;
    Node single = nodes.get(letter);
    single.onLetter = accept;
    single.onArticle = accept;
    single.on(accept, Readings.APOSTROPHE);
    Node word = nodes.get(article);
    word.acceptsAtEnd = term;
    word.onLetter = accept;
    word.onArticle = accept;
    word.on(accept, Readings.APOSTROPHE);
    word.on(afterArticle, Readings.SPACE, Readings.PUNCTUATION, Readings.JOINER);
    Node after = nodes.get(afterArticle);
    after.acceptsAtEnd = term;
    after.on(afterArticle, ALL);
    after.onLetter = letter;
    after.onArticle = letter;
    return index;
  }
}
