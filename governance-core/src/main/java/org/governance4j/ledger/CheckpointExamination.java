package org.governance4j.ledger;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.governance4j.Checkpoint;
import org.governance4j.Digest;
import org.governance4j.InvalidData;
import org.governance4j.LedgerCorrupted;
import org.governance4j.NoteRejected;
import org.governance4j.NoteSignature;
import org.governance4j.NoteVerifier;
import org.governance4j.SignedNote;
import org.jspecify.annotations.Nullable;

/**
 * The published checkpoint and the log of those that were signed, each held against the other and
 * against the key, where that is known. The tree they speak of comes later: {@link #rootsAgainst}.
 *
 * <p>One thread, one use.
 */
final class CheckpointExamination {
  private static final String NEWER =
      "restore it from a backup or a mirror that has this checkpoint or a later one";
  private static final int LONGEST_LINE = 16_384;

  private final Disk disk;
  private final @Nullable NoteVerifier log;
  private final boolean inUse;
  private final Findings findings;
  private @Nullable SignedNote note;
  private @Nullable Checkpoint published;
  private SignedLines.@Nullable Signed last;
  private @Nullable List<NoteVerifier> keys;
  private boolean publishedIsKnown;
  private long badLine;
  private long badAt;
  private String bad = "";

  CheckpointExamination(Disk disk, @Nullable NoteVerifier log, boolean inUse, Findings findings) {
    this.disk = disk;
    this.inUse = inUse;
    this.log = log;
    this.findings = findings;
  }

  /**
   * What the tree should be: the published checkpoint, or the one signed last if that cannot be
   * read; null if neither can.
   */
  @Nullable Checkpoint reference() {
    SignedLines.Signed signed = last;
    if (published != null || signed == null) {
      return published;
    }
    return new Checkpoint(signed.signatures().get(0).name(), signed.size(), signed.root());
  }

  void run(boolean hasState) {
    checkpoint();
    if (hasState) {
      signedLog();
    }
  }

  private void checkpoint() {
    try {
      byte[] bytes = disk.read(LedgerLog.CHECKPOINT, 0, LedgerLog.MAX_CHECKPOINT_BYTES + 1);
      if (bytes == null) {
        findings.damage(
            LedgerLog.CHECKPOINT,
            null,
            "is missing",
            NEWER + "; the last line of " + SignedLog.NAME + " has its size, root and signatures");
        return;
      }
      note = SignedNote.parse(bytes);
      published = Checkpoint.parse(note.text());
    } catch (NoteRejected e) {
      findings.damage(LedgerLog.CHECKPOINT, null, "is malformed: " + e.getMessage(), NEWER);
      return;
    } catch (IOException e) {
      findings.unreadable(LedgerLog.CHECKPOINT, e);
      return;
    }
    NoteVerifier key = log;
    if (key == null) {
      findings.inform(
          LedgerLog.CHECKPOINT,
          "its signature was not checked: no verifier key was given",
          "examine it again with the key");
      return;
    }
    try {
      Checkpoint.open(note, key);
    } catch (NoteRejected e) {
      boolean other = !hasSignature(note, key);
      NoteVerifier now = other ? current(key) : key;
      if (now != key) {
        findings.inform(
            LedgerLog.CHECKPOINT,
            "was signed by " + now.vkey() + ", to which the log leads from the given key",
            "nothing: its key was rotated; use this one from now on");
        return;
      }
      findings.damage(
          LedgerLog.CHECKPOINT,
          null,
          other
              ? "was signed by another key than the given one: " + e.getMessage()
              : "was changed: " + e.getMessage(),
          other ? "check that the key is that of this ledger" : NEWER);
    }
  }

  /** Those that the log leads to, and from, with the given one among them. */
  private List<NoteVerifier> keys(NoteVerifier given) {
    List<NoteVerifier> known = keys;
    if (known == null) {
      known = List.of(given);
      try {
        known = note == null ? known : KeyHistory.around(disk, note, given);
      } catch (IOException e) {
        findings.unreadable("tile/entries", e);
      }
      keys = known;
    }
    return known;
  }

  /** The last of the keys that the log leads to, if that has signed the checkpoint. */
  private NoteVerifier current(NoteVerifier given) {
    SignedNote shown = note;
    List<NoteVerifier> known = keys(given);
    NoteVerifier last = known.get(known.size() - 1);
    return shown != null && hasSignature(shown, last) ? last : given;
  }

  private static boolean hasSignature(SignedNote note, NoteVerifier key) {
    return note.signatures().stream().anyMatch(signature -> isOf(key, signature));
  }

  private static boolean isOf(NoteVerifier key, NoteSignature signature) {
    return signature.name().equals(key.name()) && signature.keyId() == key.keyId();
  }

  private void signedLog() {
    try {
      boolean found = SignedLines.read(disk, SignedLog.NAME, LONGEST_LINE, this::line);
      if (!found) {
        findings.damage(
            SignedLog.NAME,
            null,
            "is missing: nothing keeps this ledger from signing a fork",
            "restore it from a backup of this directory that is not older than the checkpoint");
        return;
      }
    } catch (IOException e) {
      findings.unreadable(SignedLog.NAME, e);
      return;
    }
    Checkpoint checkpoint = published;
    if (checkpoint != null && !publishedIsKnown) {
      findings.damage(
          SignedLog.NAME,
          badLine == 0 ? null : Findings.line(badLine),
          "does not have the published checkpoint over "
              + checkpoint.size()
              + " entries"
              + (badLine == 0 ? "" : "; line " + badLine + " is malformed: " + bad),
          "if the checkpoint is the newer one, restore this file: its last line is size, root and"
              + " the signature lines of the checkpoint, with spaces between; if it is the older"
              + " one, restore the checkpoint");
    } else if (badLine > 0 && !inUse) {
      findings.warn(
          SignedLog.NAME,
          Findings.line(badLine),
          "its last line, at offset " + badAt + ", is malformed, as a crash leaves it: " + bad,
          "nothing: its checkpoint was never published, and opening the ledger removes it");
    }
  }

  private void line(long number, long at, byte[] bytes, boolean ended) {
    if (badLine > 0) {
      findings.damage(
          SignedLog.NAME,
          Findings.line(badLine),
          "is malformed at offset " + badAt + ": " + bad,
          Findings.RESTORE);
      badLine = 0;
    }
    SignedLines.Signed signed;
    try {
      if (!ended) {
        throw new InvalidData("it does not end");
      }
      signed = SignedLines.Signed.parse(bytes);
    } catch (InvalidData e) {
      badLine = number;
      badAt = at;
      bad = String.valueOf(e.getMessage());
      return;
    }
    order(number, signed);
    signature(number, signed);
    againstPublished(number, signed);
    last = signed;
  }

  private void order(long number, SignedLines.Signed signed) {
    SignedLines.Signed before = last;
    if (before == null) {
      return;
    }
    if (signed.size() < before.size()) {
      findings.damage(
          SignedLog.NAME,
          Findings.line(number),
          "size " + signed.size() + " follows size " + before.size(),
          Findings.RESTORE);
    } else if (signed.size() == before.size() && !signed.root().equals(before.root())) {
      findings.damage(
          SignedLog.NAME,
          Findings.line(number),
          "two roots were signed over "
              + signed.size()
              + " entries: the log has forked, or one of the lines was changed",
          Findings.RESTORE);
    }
  }

  private void signature(long number, SignedLines.Signed signed) {
    NoteVerifier key = log;
    if (key == null) {
      return;
    }
    String body = new Checkpoint(key.name(), signed.size(), signed.root()).body();
    byte[] text = body.getBytes(StandardCharsets.UTF_8);
    if (signed.signatures().stream().anyMatch(signature -> isOf(key, signature))) {
      signature(number, signed, text, key);
      return;
    }
    if (signed.signatures().stream().anyMatch(signature -> verifies(key, text, signature))) {
      findings.damage(
          SignedLog.NAME,
          Findings.line(number),
          "was changed: the signature is that of the given key, its name or key id is not",
          Findings.RESTORE);
      return;
    }
    List<NoteVerifier> others =
        keys(key).stream()
            .filter(other -> signed.signatures().stream().anyMatch(line -> isOf(other, line)))
            .toList();
    for (NoteVerifier other : others) {
      signature(number, signed, text, other);
    }
    if (others.isEmpty()) {
      findings.warn(
          SignedLog.NAME,
          Findings.line(number),
          "has no signature of the given key, nor of one that the log leads to or from",
          "if the ledger had another key then, examine it with that key too");
    }
  }

  private void signature(
      long number, SignedLines.Signed signed, byte[] text, NoteVerifier verifier) {
    for (NoteSignature signature : signed.signatures()) {
      if (isOf(verifier, signature)) {
        try {
          verifier.verify(text, signature.signature());
        } catch (NoteRejected e) {
          findings.damage(
              SignedLog.NAME,
              Findings.line(number),
              "was changed: " + e.getMessage(),
              Findings.RESTORE);
        }
      }
    }
  }

  private static boolean verifies(NoteVerifier key, byte[] text, NoteSignature signature) {
    try {
      key.verify(text, signature.signature());
      return true;
    } catch (NoteRejected e) {
      return false;
    }
  }

  private void againstPublished(long number, SignedLines.Signed signed) {
    Checkpoint checkpoint = published;
    SignedNote published = note;
    if (checkpoint == null || published == null || checkpoint.size() != signed.size()) {
      return;
    }
    if (!checkpoint.root().equals(signed.root())) {
      findings.damage(
          SignedLog.NAME,
          Findings.line(number),
          "has another root over " + signed.size() + " entries than the published checkpoint",
          Findings.RESTORE);
      return;
    }
    publishedIsKnown = true;
    for (NoteSignature signature : signed.signatures()) {
      for (NoteSignature shown : published.signatures()) {
        if (shown.name().equals(signature.name())
            && shown.keyId() == signature.keyId()
            && !shown.equals(signature)
            && log == null) {
          findings.damage(
              LedgerLog.CHECKPOINT,
              null,
              "its signature is not that of line "
                  + number
                  + " of "
                  + SignedLog.NAME
                  + ": one of the two was changed",
              "examine it again with the key, which tells the two apart");
        }
      }
    }
  }

  /** Every root that was signed over what the tree has must be the tree's. */
  void rootsAgainst(long size, Findings findings) {
    try {
      requireRoots(size, findings);
    } catch (IOException e) {
      findings.unreadable(SignedLog.NAME, e);
    }
  }

  private void requireRoots(long size, Findings findings) throws IOException {
    StoredTree tree = new StoredTree(new TileFiles(disk, size), new TreeHasher());
    SignedLines.read(
        disk,
        SignedLog.NAME,
        LONGEST_LINE,
        (number, at, bytes, ended) -> {
          SignedLines.Signed signed;
          try {
            signed = SignedLines.Signed.parse(bytes);
          } catch (InvalidData e) {
            return; // was reported when the lines were read
          }
          if (signed.size() > size) {
            return; // the write-ahead log has its entries, and is held against it
          }
          Digest found;
          try {
            found = tree.root(signed.size());
          } catch (LedgerCorrupted | IOException e) {
            return; // the tiles were reported
          }
          if (!found.equals(signed.root())) {
            findings.damage(
                SignedLog.NAME,
                Findings.line(number),
                "the tree has another root over its first "
                    + signed.size()
                    + " entries: it was rewritten, or the line was changed",
                "restore both from one backup; the ledger will not sign a fork");
          }
        });
  }
}
