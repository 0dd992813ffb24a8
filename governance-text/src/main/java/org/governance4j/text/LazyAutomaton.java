package org.governance4j.text;

import java.util.BitSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A deterministic automaton whose states are made when a text first needs them, up to a limit;
 * beyond it the non-deterministic automaton is simulated. Either way a code point costs at most one
 * step per instruction.
 *
 * <p>A text that needs no new state allocates nothing. Any number of threads, without a lock on
 * states that exist.
 */
final class LazyAutomaton implements Detector {

  static final int MAX_CELLS = 1 << 18;

  private final Determinizer states;
  private final Alphabet alphabet;
  private final ConcurrentMap<Determinizer.State, Node> nodes = new ConcurrentHashMap<>();
  private final AtomicInteger cells = new AtomicInteger();
  private final Node start;

  LazyAutomaton(Determinizer states) {
    this.states = states;
    this.alphabet = states.alphabet();
    this.start = new Node(states.walk().start(), alphabet.size() + 1);
  }

  @Override
  public boolean matches(String text) {
    return run(text, null);
  }

  /** Adds the number of every pattern that occurs. */
  void collect(String text, BitSet patterns) {
    run(text, patterns);
  }

  private boolean run(String text, @Nullable BitSet patterns) {
    Node node = start;
    if (node.matched && stop(node.state, patterns)) {
      return true;
    }
    Determinizer.Walk walk = null;
    int length = text.length();
    for (int i = 0; i <= length; i++) {
      int classNumber = alphabet.size();
      if (i < length) {
        int code = text.codePointAt(i);
        i += Character.charCount(code) - 1;
        classNumber = alphabet.classOf(code);
      }
      Node next = node.next[classNumber];
      if (next == null) {
        walk = walk == null ? states.walk() : walk;
        next = make(node, classNumber, walk);
        if (next == null) {
          int rest = i < length ? i + 1 : length + 1;
          return simulate(walk, walk.step(node.state, classNumber), text, rest, patterns);
        }
      }
      node = next;
      if (node.matched && stop(node.state, patterns)) {
        return true;
      }
    }
    return false;
  }

  /** Notes what matched; whether that is all that was asked. */
  private static boolean stop(Determinizer.State state, @Nullable BitSet patterns) {
    if (patterns == null) {
      return true;
    }
    for (int pattern : state.seen()) {
      patterns.set(pattern);
    }
    return false;
  }

  /** The node after a class, or null when there is no room for more. */
  private @Nullable Node make(Node from, int classNumber, Determinizer.Walk walk) {
    Determinizer.State state = walk.step(from.state, classNumber);
    Node known = nodes.get(state);
    if (known == null) {
      int width = alphabet.size() + 1;
      if (cells.addAndGet(width) > MAX_CELLS) {
        cells.addAndGet(-width);
        return null;
      }
      Node made = new Node(state, width);
      Node raced = nodes.putIfAbsent(state, made);
      known = raced == null ? made : raced;
    }
    // A race writes the same node; its fields are final, so a reader that sees it sees them.
    from.next[classNumber] = known;
    return known;
  }

  private boolean simulate(
      Determinizer.Walk walk,
      Determinizer.State reached,
      String text,
      int from,
      @Nullable BitSet patterns) {
    Determinizer.State state = reached;
    int i = from;
    while (true) {
      if (state.seen().length > 0 && stop(state, patterns)) {
        return true;
      }
      if (i > text.length()) {
        return false;
      }
      int classNumber = alphabet.size();
      int width = 1;
      if (i < text.length()) {
        int code = text.codePointAt(i);
        width = Character.charCount(code);
        classNumber = alphabet.classOf(code);
      }
      state = walk.step(state, classNumber);
      i += width;
    }
  }

  int nodes() {
    return nodes.size();
  }

  /** A state that was made, and what was found to follow it. */
  private static final class Node {
    private final Determinizer.State state;
    private final boolean matched;
    // Written by any thread, each entry from null to the one node it can be.
    private final @Nullable Node[] next;

    Node(Determinizer.State state, int width) {
      this.state = state;
      this.matched = state.seen().length > 0;
      this.next = new Node[width];
    }
  }
}
