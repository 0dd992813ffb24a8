package org.governance4j.conformance;

import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.governance4j.Checkpoint;
import org.governance4j.ConsistencyProof;
import org.governance4j.Digest;
import org.governance4j.MerkleTree;
import org.governance4j.NoteRejected;
import org.governance4j.NoteVerifier;
import org.governance4j.SignedNote;
import org.governance4j.crypto.NoteVerifiers;
import org.governance4j.json.JsonMembers;

/** Signed checkpoints of real logs, texts of checkpoints, and two that a proof connects. */
final class CheckpointVectors {

  private CheckpointVectors() {}

  /** Notes with the keys that signed them, and whether all of these must verify. */
  static void signed(Folder folder, String file, Cases cases) throws IOException {
    VectorFile.each(
        folder,
        file,
        cases,
        item -> {
          String name = item.path() + " " + item.string("desc");
          String note = item.string("note");
          List<String> vkeys = item.strings("vkeys");
          boolean verify = item.bool("verify");
          cases.expect(verify, name, () -> open(note, vkeys));
        });
  }

  private static void open(String text, List<String> vkeys) {
    SignedNote note = SignedNote.parse(text);
    Mismatch.check("written again", text, note.toString());
    List<NoteVerifier> verifiers = vkeys.stream().map(NoteVerifiers::of).toList();
    Set<NoteVerifier> signers = Set.copyOf(note.verify(verifiers));
    if (!signers.equals(Set.copyOf(verifiers))) {
      throw new NoteRejected("Signed by " + signers + ", not by all of " + verifiers + ".");
    }
    List<String> lines = Arrays.asList(note.text().split("\n", -1));
    if (lines.size() < 4 || !lines.get(1).matches("[0-9]+")) {
      return; // a note that is no checkpoint
    }
    for (NoteVerifier log : verifiers) {
      Checkpoint.open(note, log, lines.get(0));
      if (!lines.get(0).equals(log.name())) {
        mustNotOpen(note, log);
      }
    }
  }

  private static void mustNotOpen(SignedNote note, NoteVerifier log) {
    try {
      Checkpoint.open(note, log);
    } catch (NoteRejected e) {
      return;
    }
    throw new Mismatch("opened as a checkpoint of " + log.name() + ", which is not its origin");
  }

  /**
   * Texts to parse. Those without an error are from lenient parsers; the ones that the
   * specification (C2SP tlog-checkpoint) does not allow are not judged.
   */
  static void bodies(Folder folder, String file, Cases cases) throws IOException {
    VectorFile.each(
        folder,
        file,
        cases,
        item -> {
          String name = item.path() + " " + item.string("desc");
          String body = item.string("body");
          if (item.bool("wantErr")) {
            cases.refused(name, () -> Checkpoint.parse(body));
          } else if (isSpecified(body)) {
            cases.accepted(name, () -> Checkpoint.parse(body));
          } else {
            cases.skip(name, "accepted by a lenient parser, not by the specification");
          }
        });
  }

  private static boolean isSpecified(String body) {
    List<String> lines = Arrays.asList(body.split("\n", -1));
    int end = lines.size() - 1;
    return end >= 3
        && lines.get(end).isEmpty()
        && lines.subList(0, end).stream().noneMatch(String::isEmpty)
        && body.chars().noneMatch(c -> c < ' ' && c != '\n')
        && lines.get(1).matches("0|[1-9][0-9]{0,17}")
        && lines.get(2).matches("[A-Za-z0-9+/]{43}=")
        && Base64.getDecoder().decode(lines.get(2)).length == Digest.LENGTH
        && (!lines.get(1).equals("0") || lines.get(2).equals(MerkleTree.emptyRoot().base64()));
  }

  /** A file of two checkpoints of one log and the proof that the newer extends the older. */
  static void consistency(Folder folder, String file, Cases cases) throws IOException {
    JsonMembers item = VectorFile.object(folder, file);
    String older = item.string("old");
    String newer = item.string("new");
    long oldSize = item.integer("oldSize");
    long newSize = item.integer("newSize");
    String vkey = item.string("vkey");
    List<Digest> path = VectorFile.digests(item, "proofHex");
    cases.accepted(
        file,
        () -> {
          NoteVerifier log = NoteVerifiers.of(vkey);
          Checkpoint before = Checkpoint.open(SignedNote.parse(older), log);
          Checkpoint after = Checkpoint.open(SignedNote.parse(newer), log);
          Mismatch.check("older size", oldSize, before.size());
          Mismatch.check("newer size", newSize, after.size());
          new ConsistencyProof(before.size(), after.size(), path)
              .verify(before.root(), after.root());
        });
  }
}
