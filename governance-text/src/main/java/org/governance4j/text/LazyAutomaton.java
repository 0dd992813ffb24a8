package org.governance4j.text;

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
  private final int maxCells;
  private final ConcurrentMap<Determinizer.State, Node> nodes = new ConcurrentHashMap<>();
  private final AtomicInteger cells = new AtomicInteger();
  // By what stands before.
  private final Node[] starts;

  LazyAutomaton(Determinizer states) {
    this(states, MAX_CELLS);
  }

  LazyAutomaton(Determinizer states, int maxCells) {
    this.states = states;
    this.alphabet = states.alphabet();
    this.maxCells = maxCells;
    Determinizer.Context[] contexts = Determinizer.Context.values();
    this.starts = new Node[contexts.length];
    for (int i = 0; i < contexts.length; i++) {
      starts[i] = new Node(states.walk().start(contexts[i]), alphabet.size() + 1);
    }
  }

  @Override
  public boolean matches(String text) {
    Node node = starts[Determinizer.Context.NOTHING.ordinal()];
    int length = text.length();
    int i = 0;
    while (!node.matched) {
      if (i > length) {
        return false;
      }
      int classNumber = alphabet.size();
      int width = 1;
      if (i < length) {
        int code = text.codePointAt(i);
        width = Character.charCount(code);
        classNumber = alphabet.classOf(code);
      }
      Node next = node.next[classNumber];
      if (next == null) {
        return matches(new Cursor(node), text, i);
      }
      node = next;
      i += width;
    }
    return true;
  }

  private static boolean matches(Cursor cursor, String text, int from) {
    int i = from;
    while (i <= text.length() && !cursor.isMatched()) {
      i = cursor.step(text, i);
    }
    return cursor.isMatched();
  }

  /** One that stands at a place of a text before which nothing was seen. */
  Cursor cursor(String text, int at) {
    int before = at == 0 ? Assertion.NONE : text.codePointBefore(at);
    return new Cursor(starts[Determinizer.Context.after(before).ordinal()]);
  }

  /** The node after a class, or null when there is no room for more. */
  private @Nullable Node make(Node from, int classNumber, Determinizer.State state) {
    Node known = nodes.get(state);
    if (known == null) {
      int width = alphabet.size() + 1;
      if (cells.addAndGet(width) > maxCells) {
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

  int nodes() {
    return nodes.size();
  }

  /** Goes over one text; one thread. */
  final class Cursor {

    // Null once there was no room for a state that was needed.
    private @Nullable Node node;
    // Where it stands without a node.
    private Determinizer.State simulated;
    private Determinizer.@Nullable Walk walk;

    private Cursor(Node node) {
      this.node = node;
      this.simulated = node.state;
    }

    /** Whether a pattern matched on the way here. */
    boolean isMatched() {
      Node here = node;
      return here == null ? simulated.seen().length > 0 : here.matched;
    }

    /** Whether no match is under way, apart from what may begin here. */
    boolean isIdle() {
      Node here = node;
      return here == null ? simulated.pcs().length == 0 : here.idle;
    }

    /** The patterns that matched on the way here. */
    int[] seen() {
      Node here = node;
      return (here == null ? simulated : here.state).seen();
    }

    /** Reads the code point at a place, or the end of the text; returns the place after it. */
    int step(String text, int at) {
      int classNumber = alphabet.size();
      int after = at + 1;
      if (at < text.length()) {
        char c = text.charAt(at);
        if (c <= 0xFF) {
          classNumber = alphabet.latin()[c];
        } else {
          int code = text.codePointAt(at);
          after = at + Character.charCount(code);
          classNumber = alphabet.classOf(code);
        }
      }
      Node from = node;
      Node next = from == null ? null : from.next[classNumber];
      if (next == null) {
        next = stepAside(from, classNumber);
      }
      node = next;
      return after;
    }

    private @Nullable Node stepAside(@Nullable Node from, int classNumber) {
      Determinizer.Walk steps = walk == null ? states.walk() : walk;
      walk = steps;
      simulated = steps.step(from == null ? simulated : from.state, classNumber);
      return from == null ? null : make(from, classNumber, simulated);
    }
  }

  /** A state that was made, and what was found to follow it. */
  private static final class Node {
    private final Determinizer.State state;
    private final boolean matched;
    private final boolean idle;
    // Written by any thread, each entry from null to the one node it can be.
    private final @Nullable Node[] next;

    Node(Determinizer.State state, int width) {
      this.state = state;
      this.matched = state.seen().length > 0;
      this.idle = state.pcs().length == 0;
      this.next = new Node[width];
    }
  }
}
