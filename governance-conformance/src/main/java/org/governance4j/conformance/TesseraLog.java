package org.governance4j.conformance;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.governance4j.Checkpoint;
import org.governance4j.Digest;
import org.governance4j.InvalidData;
import org.governance4j.LedgerRecord;
import org.governance4j.MerkleTree;
import org.governance4j.NoteVerifier;
import org.governance4j.SignedNote;
import org.governance4j.TlogProof;
import org.governance4j.crypto.NoteVerifiers;
import org.governance4j.json.JsonMembers;
import org.governance4j.ledger.FileLedgerReader;
import org.governance4j.ledger.LedgerVerifier;
import org.governance4j.ledger.OfflineProofs;
import org.governance4j.ledger.TilePath;
import org.governance4j.ledger.VerifiedLog;

/**
 * A log as Tessera has written it: a tlog-tiles directory, {@code KEYS.json} with the log's key and
 * the entries, and a copy {@code checkpoint.N} of the checkpoint at each size.
 *
 * <p>Tiles and bundles must hold what the entries demand. Each checkpoint must open with the key,
 * have the root that the entries have, and carry proofs of its entries.
 */
final class TesseraLog {

  /** So many entries of a checkpoint are proved, evenly spread: all of a small log. */
  private static final int PROOFS = 64;

  private final Folder folder;
  private final String place;
  private final Cases cases;
  private final NoteVerifier log;
  private final List<byte[]> entries;
  private final ReferenceTree tree;

  private TesseraLog(Folder folder, String keysFile, Cases cases) throws IOException {
    this.folder = folder;
    this.place = keysFile.substring(0, keysFile.lastIndexOf('/') + 1);
    this.cases = cases;
    JsonMembers keys = VectorFile.object(folder, keysFile);
    this.log = NoteVerifiers.of(keys.string("vkey"));
    this.entries =
        keys.strings("entries").stream().map(e -> e.getBytes(StandardCharsets.UTF_8)).toList();
    this.tree = ReferenceTree.of(entries);
  }

  /** Runs every file beside the file of keys. */
  static void run(Folder folder, String keysFile, Cases cases) {
    TesseraLog log;
    try {
      log = new TesseraLog(folder, keysFile, cases);
    } catch (IOException | RuntimeException e) {
      cases.fail(keysFile, "cannot be read: " + e.getMessage());
      String place = keysFile.substring(0, keysFile.lastIndexOf('/') + 1);
      folder.below(place).stream()
          .filter(file -> !file.equals(keysFile))
          .forEach(file -> cases.skip(file, "the keys of this log cannot be read"));
      return;
    }
    cases.skip(keysFile, "read with the log it belongs to");
    for (String file : folder.below(log.place)) {
      String path = file.substring(log.place.length());
      if (path.startsWith("checkpoint")) {
        log.checkpoint(file, path);
      } else if (path.startsWith("tile/")) {
        cases.accepted(file, () -> log.tile(file, TilePath.parse(path)));
      } else if (!file.equals(keysFile)) {
        cases.skip(file, "not a part of tlog-tiles");
      }
    }
    if (folder.has(log.place + "checkpoint")) {
      log.directory();
    }
  }

  /** The library's own reader and verifier of directories, on a directory that it did not write. */
  private void directory() {
    Path directory = folder.dir().resolve(place);
    LedgerVerifier verifier = LedgerVerifier.of(log).withForeignEntries();
    cases.accepted(
        place + " verified as a whole",
        () -> {
          VerifiedLog verified = verifier.verify(directory);
          Mismatch.check("size", (long) entries.size(), verified.size());
          Mismatch.check("root", tree.root(0, tree.size()), verified.root());
        });
    cases.accepted(
        place + " read and proved",
        () -> {
          try (FileLedgerReader reader = FileLedgerReader.open(directory)) {
            List<LedgerRecord> records = reader.read(0, Math.max(1, entries.size()));
            Mismatch.check("entries", entries.size(), records.size());
            for (int i = 0; i < entries.size(); i += Math.max(1, entries.size() / PROOFS)) {
              TlogProof proof = OfflineProofs.prove(reader, i);
              Mismatch.check("path of " + i, tree.path(i, 0, tree.size()), proof.path());
              proof.verify(entries.get(i), log);
              Mismatch.check("entry " + i, tree.leaves().get(i), records.get(i).leafHash());
            }
          }
        });
    for (String file : folder.below(place + "checkpoint.")) {
      cases.accepted(
          place + " verified since " + Folder.name(file),
          () -> verifier.withSince(SignedNote.parse(folder.read(file))).verify(directory));
    }
  }

  private void checkpoint(String file, String path) {
    String suffix = path.substring("checkpoint".length());
    cases.accepted(
        file,
        () -> {
          SignedNote note = SignedNote.parse(folder.read(file));
          Checkpoint checkpoint = Checkpoint.open(note, log);
          Mismatch.check("text", note.text(), checkpoint.body());
          if (!suffix.isEmpty()) {
            Mismatch.check("size", suffix, "." + checkpoint.size());
          }
          int size = (int) Math.min(checkpoint.size(), entries.size());
          Mismatch.check("entries", checkpoint.size(), (long) size);
          Mismatch.check("root", tree.root(0, size), checkpoint.root());
          for (int i = 0; i < size; i += Math.max(1, size / PROOFS)) {
            TlogProof.parse(TlogProof.of(i, tree.path(i, 0, size), note).encode())
                .verify(entries.get(i), log);
          }
        });
  }

  private void tile(String file, TilePath path) throws IOException {
    byte[] bytes = folder.read(file);
    if (path.level() == TilePath.ENTRIES) {
      bundle(bytes, path);
      return;
    }
    Mismatch.check("bytes", path.width() * Digest.LENGTH, bytes.length);
    long span = 1;
    for (int level = 0; level < path.level(); level++) {
      span = Math.multiplyExact(span, TilePath.FULL);
    }
    for (int i = 0; i < path.width(); i++) {
      long start = Math.multiplyExact(path.index() * TilePath.FULL + i, span);
      if (start + span > entries.size()) {
        throw new Mismatch("hash " + i + " is beyond the " + entries.size() + " entries");
      }
      Digest hash = Digest.of(Arrays.copyOfRange(bytes, 32 * i, 32 * (i + 1)));
      Mismatch.check("hash " + i, tree.root((int) start, (int) (start + span)), hash);
    }
  }

  private void bundle(byte[] bytes, TilePath path) {
    List<byte[]> found = new ArrayList<>();
    for (int at = 0; at < bytes.length; ) {
      int length = at + 2 > bytes.length ? -1 : (bytes[at] & 0xff) << 8 | (bytes[at + 1] & 0xff);
      if (length < 0 || at + 2 + length > bytes.length) {
        throw new InvalidData("entry " + found.size() + " is cut short");
      }
      found.add(Arrays.copyOfRange(bytes, at + 2, at + 2 + length));
      at += 2 + length;
    }
    Mismatch.check("entries", path.width(), found.size());
    for (int i = 0; i < found.size(); i++) {
      long index = path.index() * TilePath.FULL + i;
      if (index >= entries.size()) {
        throw new Mismatch("entry " + index + " is beyond the " + entries.size() + " entries");
      }
      Mismatch.check(
          "entry " + index,
          MerkleTree.leafHash(entries.get((int) index)),
          MerkleTree.leafHash(found.get(i)));
    }
  }
}
