package org.governance4j.ledger;

import java.io.IOException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import org.governance4j.Checkpoint;
import org.governance4j.Entry;
import org.governance4j.NoteRejected;
import org.governance4j.NoteSignature;
import org.governance4j.NoteVerifier;
import org.governance4j.SignedNote;
import org.governance4j.json.EntryCodec;
import org.governance4j.json.KeyEvent;
import org.jspecify.annotations.Nullable;

/**
 * The record of a change of keys in the log itself.
 *
 * <ol>
 *   <li>an entry announces the new key
 *   <li>the old key and the new one, in this order, sign a checkpoint over it, which is published:
 *       from here on the new key signs
 *   <li>another entry carries the text of that checkpoint, so that it is found when it is no longer
 *       the published one
 * </ol>
 *
 * <p>After a crash before the second the old key goes on as if nothing had been announced; after
 * it, opening with the new key writes the third. Stateless.
 */
final class KeyRotation {
  private static final int ED25519_BYTES = 64;

  private KeyRotation() {}

  static String subject(String origin) {
    return "ledger:" + origin;
  }

  static Entry announced(
      String origin, String key, String successor, String actor, @Nullable String reason) {
    return new KeyEvent(KeyEvent.Event.ANNOUNCED, key, successor, reason)
        .toEntry(actor, subject(origin));
  }

  static Entry rotated(
      String origin,
      String key,
      String successor,
      SignedNote both,
      String actor,
      @Nullable String reason) {
    return new KeyEvent(KeyEvent.Event.ROTATED, key, successor, both.toString(), reason)
        .toEntry(actor, subject(origin));
  }

  /** An entry on its way into the tree. */
  static Leaf leaf(Entry entry, Clock clock) {
    Entry timed = entry.toBuilder().time(clock.instant()).build();
    return Leaf.of(new EntryCodec().encode(timed).bytes());
  }

  /**
   * Refuses a key that has handed over to another one.
   *
   * @param note a checkpoint that the key has signed
   */
  static void requireCurrent(SignedNote note, NoteVerifier key) {
    List<NoteSignature> own = own(note, key.name());
    NoteSignature last = own.get(own.size() - 1);
    if (last.keyId() != key.keyId()) {
      throw new NoteRejected(
          "the log's key was rotated: it is signed by the key with the id "
              + hex(last.keyId())
              + " now");
    }
  }

  /** Whether a line says that it is of this key. */
  static boolean isFrom(NoteSignature line, NoteVerifier key) {
    return line.name().equals(key.name()) && line.keyId() == key.keyId();
  }

  /** The Ed25519 signatures in a log's own name. */
  static List<NoteSignature> own(SignedNote note, String origin) {
    return note.signatures().stream()
        .filter(line -> line.name().equals(origin))
        .filter(line -> line.signature().length == ED25519_BYTES)
        .toList();
  }

  /**
   * The last entry of a rotation to this key that goes no further than its published checkpoint;
   * null if there is none.
   */
  static @Nullable Entry unrecorded(Disk disk, SignedNote published, NoteVerifier key)
      throws IOException {
    List<NoteSignature> own = own(published, key.name());
    if (own.size() < 2) {
      return null;
    }
    int old = own.get(own.size() - 2).keyId();
    KeyEvents events = new KeyEvents(disk, Checkpoint.parse(published.text()).size(), key.name());
    KeyEvents.Found found =
        events.last(
            events.size(),
            event ->
                event.event() == KeyEvent.Event.ANNOUNCED
                    && key.vkey().equals(event.successor())
                    && event.key().contains("+" + hex(old) + "+"));
    if (found == null) {
      return null;
    }
    KeyEvent event = found.event();
    return rotated(
        key.name(), event.key(), key.vkey(), published, subject(key.name()), event.reason());
  }

  private static String hex(int keyId) {
    return HexFormat.of().toHexDigits(keyId);
  }
}
