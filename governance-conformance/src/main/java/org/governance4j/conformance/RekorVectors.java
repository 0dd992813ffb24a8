package org.governance4j.conformance;

import java.io.IOException;
import java.util.List;
import org.governance4j.Checkpoint;
import org.governance4j.Digest;
import org.governance4j.InclusionProof;
import org.governance4j.MerkleTree;
import org.governance4j.SignedNote;
import org.governance4j.crypto.NoteVerifiers;
import org.governance4j.json.JsonMembers;

/** Inclusion proofs and checkpoints of the transparency logs of Sigstore. */
final class RekorVectors {

  private RekorVectors() {}

  static void inclusion(Folder folder, String file, Cases cases) throws IOException {
    VectorFile.each(folder, file, cases, item -> item(item, cases));
  }

  private static void item(JsonMembers item, Cases cases) {
    String name = item.path() + " " + item.string("source");
    long index = item.integer("index");
    long size = item.integer("treeSize");
    byte[] entry = VectorFile.bytes(item, "leafEntryB64");
    List<String> hashes = VectorFile.strings(item, "hashesB64");
    String root = item.string("rootB64");
    String note = VectorFile.optionalString(item, "checkpoint");
    cases.accepted(
        name + ": proof",
        () -> {
          Digest trusted = Digest.parseBase64(root);
          new InclusionProof(index, size, VectorFile.path(hashes))
              .verify(MerkleTree.leafHash(entry), trusted);
          if (note != null) {
            Checkpoint checkpoint = Checkpoint.parse(SignedNote.parse(note).text());
            Mismatch.check("size in the checkpoint", size, checkpoint.size());
            Mismatch.check("root in the checkpoint", trusted, checkpoint.root());
          }
        });
    String vkey = VectorFile.optionalString(item, "vkey");
    if (note == null || vkey == null) {
      cases.skip(name + ": signature", "the case has no " + (note == null ? "checkpoint" : "key"));
      return;
    }
    cases.accepted(
        name + ": signature", () -> SignedNote.parse(note).verify(List.of(NoteVerifiers.of(vkey))));
  }

  /** Checkpoints to parse: the name of a file begins with what must come of it. */
  static void checkpoint(Folder folder, String file, Cases cases) {
    String name = Folder.name(file);
    boolean good = name.startsWith("valid");
    if (good || name.matches("(error|invalid|malformed|bad).*")) {
      cases.expect(good, file, () -> Checkpoint.parse(SignedNote.parse(folder.read(file)).text()));
    } else {
      cases.skip(file, "neither valid nor error");
    }
  }
}
