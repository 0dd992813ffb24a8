package org.governance4j.ledger;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.governance4j.Checkpoint;
import org.governance4j.LedgerCorrupted;
import org.governance4j.MerkleTree;
import org.governance4j.NoteKey;
import org.governance4j.NoteRejected;
import org.governance4j.NoteSignature;
import org.governance4j.NoteVerifier;
import org.governance4j.ProofRejected;
import org.governance4j.SignedNote;
import org.governance4j.json.KeyEvent;
import org.jspecify.annotations.Nullable;

/**
 * Follows a log from a pinned key to the one that has signed its published checkpoint.
 *
 * <p>A step from one key to the next is a checkpoint that both have signed, whose tree has an entry
 * that names the next one, and of which the published tree is an extension; the last two are proven
 * by hashes. An entry that merely claims a rotation is passed over. One use, one thread.
 */
final class KeyChain {
  private final SignedNote published;
  private final Checkpoint checkpoint;
  private final String origin;
  private final KeyEvents events;
  private final StoredTree tree;
  private final List<NoteVerifier> keys = new ArrayList<>();

  private KeyChain(Disk disk, SignedNote published, NoteVerifier pinned, String origin) {
    this.published = published;
    this.checkpoint = Checkpoint.parse(published.text());
    this.origin = origin;
    this.events = new KeyEvents(disk, checkpoint.size(), origin);
    this.tree = new StoredTree(new TileFiles(disk, checkpoint.size()), new TreeHasher());
    keys.add(pinned);
  }

  /**
   * The keys from the pinned one to the one that signs now; only the pinned one if it never
   * changed. Only Ed25519 keys in the log's own name are changed so.
   *
   * @throws NoteRejected if no way leads to a key that has signed the published checkpoint
   */
  static List<NoteVerifier> follow(
      Disk disk, SignedNote published, NoteVerifier pinned, String origin) throws IOException {
    if (!pinned.name().equals(origin) || NoteKey.parse(pinned.vkey()).type() != NoteKey.ED25519) {
      Checkpoint.open(published, pinned, origin);
      return List.of(pinned);
    }
    return new KeyChain(disk, published, pinned, origin).follow();
  }

  /** Whether a key hands over to another in a checkpoint that both have signed. */
  static boolean leads(
      Disk disk, SignedNote published, NoteVerifier key, SignedNote both, NoteVerifier next)
      throws IOException {
    return key.name().equals(next.name())
        && new KeyChain(disk, published, key, next.name()).leads(both, next);
  }

  private List<NoteVerifier> follow() throws IOException {
    LedgerCorrupted damage = null;
    if (!isSigned()) {
      try {
        events.forEach(found -> step(found.event()));
      } catch (LedgerCorrupted e) {
        damage = e; // the signature alone is what is asked for here
      }
    }
    try {
      Checkpoint.open(published, current(), origin);
    } catch (NoteRejected e) {
      String way = keys.size() > 1 ? " Rotations led from the pinned key to it." : "";
      String why = damage == null ? "" : " Rotations could not be followed: " + damage.getMessage();
      throw way.isEmpty() && why.isEmpty() ? e : new NoteRejected(e.getMessage() + way + why, e);
    }
    List<NoteSignature> own = KeyRotation.own(published, origin);
    int last = own.get(own.size() - 1).keyId();
    if (last != current().keyId()) {
      handedOver(last);
    }
    return List.copyOf(keys);
  }

  private NoteVerifier current() {
    return keys.get(keys.size() - 1);
  }

  private boolean isSigned() {
    return published.signatures().stream().anyMatch(line -> KeyRotation.isFrom(line, current()));
  }

  /** The published checkpoint may itself be the one of both keys. */
  private void handedOver(int keyId) throws IOException {
    KeyEvents.Found found =
        events.last(
            events.size(),
            event -> {
              NoteVerifier next = successor(event);
              return event.event() == KeyEvent.Event.ANNOUNCED
                  && next != null
                  && next.keyId() == keyId;
            });
    NoteVerifier next = found == null ? null : successor(found.event());
    if (next != null && leads(published, next)) {
      keys.add(next);
    }
  }

  private void step(KeyEvent event) throws IOException {
    String text = event.checkpoint();
    if (isSigned() || event.event() != KeyEvent.Event.ROTATED || text == null) {
      return;
    }
    NoteVerifier next = successor(event);
    SignedNote both = note(text);
    if (next != null && both != null && leads(both, next)) {
      keys.add(next);
    }
  }

  /** The key that an event names for the time after the current one. */
  private @Nullable NoteVerifier successor(KeyEvent event) {
    String vkey = event.successor();
    if (vkey == null || !event.key().equals(current().vkey())) {
      return null;
    }
    try {
      NoteVerifier next = NoteVerifier.ed25519(vkey);
      return next.name().equals(origin) ? next : null;
    } catch (NoteRejected e) {
      return null; // names no key that could sign
    }
  }

  static @Nullable SignedNote note(String text) {
    try {
      return SignedNote.parse(text);
    } catch (NoteRejected e) {
      return null; // carries no checkpoint
    }
  }

  /** Whether the current key hands over to the next one in this checkpoint. */
  private boolean leads(SignedNote both, NoteVerifier next) throws IOException {
    try {
      Checkpoint handover = Checkpoint.open(both, current(), origin);
      Checkpoint.open(both, next, origin);
      if (handover.size() > checkpoint.size()) {
        return false;
      }
      KeyEvents.Found announced =
          events.last(
              handover.size(),
              event ->
                  event.event() == KeyEvent.Event.ANNOUNCED
                      && event.key().equals(current().vkey())
                      && next.vkey().equals(event.successor()));
      if (announced == null) {
        return false;
      }
      tree.inclusion(announced.index(), handover.size())
          .verify(MerkleTree.leafHash(announced.entry()), handover.root());
      tree.consistency(handover.size(), checkpoint.size())
          .verify(handover.root(), checkpoint.root());
      return true;
    } catch (NoteRejected | ProofRejected e) {
      return false; // a claim that does not hold
    }
  }
}
