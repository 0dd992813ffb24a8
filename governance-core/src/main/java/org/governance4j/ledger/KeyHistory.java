package org.governance4j.ledger;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.governance4j.Checkpoint;
import org.governance4j.LedgerCorrupted;
import org.governance4j.NoteRejected;
import org.governance4j.NoteVerifier;
import org.governance4j.SignedNote;
import org.governance4j.json.KeyEvent;
import org.jspecify.annotations.Nullable;

/**
 * All keys that a log has had around a given one, as its own entries tell and its signatures prove:
 * those that led to it and those that it led to. {@link KeyChain} judges each step.
 *
 * <p>Stateless. Reads the log once, and again for each rotation.
 */
final class KeyHistory {
  /** More than the key events of a log that somebody keeps; each may cost a search. */
  private static final int MOST_EVENTS = 100;

  private KeyHistory() {}

  /**
   * The keys, the oldest first; the given one alone if nothing leads to it or from it, or what
   * would lead there is damaged.
   *
   * @param published the published checkpoint, in whose tree the entries are
   */
  static List<NoteVerifier> around(Disk disk, SignedNote published, NoteVerifier given)
      throws IOException {
    Deque<NoteVerifier> keys = new ArrayDeque<>(List.of(given));
    try {
      List<NoteVerifier> later = KeyChain.follow(disk, published, given, given.name());
      keys.addAll(later.subList(1, later.size()));
      for (Iterator<KeyEvent> back = events(disk, published, given).descendingIterator();
          back.hasNext(); ) {
        KeyEvent event = back.next();
        NoteVerifier older = verifier(event.key());
        if (keys.getFirst().vkey().equals(event.successor())
            && older != null
            && KeyChain.leads(
                disk, published, older, handover(event, published), keys.getFirst())) {
          keys.addFirst(older);
        }
      }
    } catch (NoteRejected | LedgerCorrupted e) {
      // Whoever examines the checkpoint and the tiles tells why; known is what was found so far.
      return List.copyOf(keys);
    }
    return List.copyOf(keys);
  }

  /** The last announcements and rotations. */
  private static Deque<KeyEvent> events(Disk disk, SignedNote published, NoteVerifier given)
      throws IOException {
    Deque<KeyEvent> events = new ArrayDeque<>();
    long size = Checkpoint.parse(published.text()).size();
    new KeyEvents(disk, size, given.name())
        .forEach(
            found -> {
              if (found.event().successor() != null) {
                events.addLast(found.event());
              }
              if (events.size() > MOST_EVENTS) {
                events.removeFirst();
              }
            });
    return events;
  }

  /** The checkpoint of both keys: that of the entry, or the published one if there is none yet. */
  private static SignedNote handover(KeyEvent event, SignedNote published) {
    String text = event.checkpoint();
    SignedNote note = text == null ? null : KeyChain.note(text);
    return note == null ? published : note;
  }

  private static @Nullable NoteVerifier verifier(String vkey) {
    try {
      return NoteVerifier.ed25519(vkey);
    } catch (NoteRejected e) {
      return null; // names no key that could have signed
    }
  }
}
