package org.governance4j.conformance;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.governance4j.Checkpoint;
import org.governance4j.Digest;
import org.governance4j.JsonValue;
import org.governance4j.KeyAlgorithm;
import org.governance4j.NoteKey;
import org.governance4j.NoteSignature;
import org.governance4j.NoteVerifier;
import org.governance4j.SignedNote;
import org.governance4j.crypto.NoteVerifiers;
import org.governance4j.crypto.SoftwareKey;
import org.governance4j.crypto.TimedNoteVerifier;
import org.governance4j.json.JsonMembers;
import org.governance4j.json.StrictJson;

/** Signatures on checkpoints that carry a time: ML-DSA-44 cosignatures and tree heads of CT. */
final class CosignatureVectors {

  private CosignatureVectors() {}

  /** A key from a seed, what it signs, and the note that holds its signature. */
  static void mlDsa(Folder folder, String file, Cases cases) throws IOException {
    eachOrOne(folder, file, cases, item -> mlDsa(item, cases));
  }

  private static void mlDsa(JsonMembers item, Cases cases) {
    String vkey = item.string("vkey");
    String line = item.string("signatureLine");
    String note = item.string("note");
    long timestamp = item.integer("timestamp");
    if (item.has("seedHex")) {
      String name = item.string("name");
      byte[] seed = VectorFile.hex(item.path("seedHex"), item.string("seedHex"));
      byte[] message =
          VectorFile.hex(item.path("signedMessageHex"), item.string("signedMessageHex"));
      cases.accepted(item.path() + ": key", () -> Mismatch.check("vkey", vkey, vkey(name, seed)));
      cases.accepted(
          item.path() + ": signed again",
          () -> {
            byte[] signature = NoteSignature.parse(line).signature();
            try (SoftwareKey key = SoftwareKey.insecureFromSeed(KeyAlgorithm.ML_DSA_44, seed)) {
              Mismatch.check(
                  "signature",
                  HexFormat.of().formatHex(signature, Long.BYTES, signature.length),
                  HexFormat.of().formatHex(key.sign(message)));
            }
          });
    }
    cases.accepted(
        item.path() + ": note",
        () -> {
          SignedNote read = SignedNote.parse(note);
          NoteVerifier signer = NoteVerifiers.of(vkey);
          Mismatch.check(
              "line in the note", true, read.signatures().contains(NoteSignature.parse(line)));
          Mismatch.check("signers", List.of(signer), read.verify(List.of(signer)));
          Mismatch.check(
              "time",
              timestamp == 0 ? Optional.empty() : Optional.of(Instant.ofEpochSecond(timestamp)),
              NoteVerifiers.time(read, (TimedNoteVerifier) signer));
        });
    cases.refused(
        item.path() + ": note of another size",
        () -> {
          SignedNote read = SignedNote.parse(note);
          Checkpoint checkpoint = Checkpoint.parse(read.text());
          String other =
              new Checkpoint(checkpoint.origin(), checkpoint.size() + 1, checkpoint.root()).body();
          SignedNote.of(other, NoteSignature.parse(line)).verify(List.of(NoteVerifiers.of(vkey)));
        });
    if (item.has("logVkey")) {
      String log = item.string("logVkey");
      cases.accepted(
          item.path() + ": log",
          () -> {
            List<NoteVerifier> both = List.of(NoteVerifiers.of(log), NoteVerifiers.of(vkey));
            SignedNote read = SignedNote.parse(note);
            Mismatch.check("signers", Set.copyOf(both), Set.copyOf(read.verify(both)));
            Checkpoint.open(read, both.get(0));
          });
    }
  }

  private static String vkey(String name, byte[] seed) {
    try (SoftwareKey key = SoftwareKey.insecureFromSeed(KeyAlgorithm.ML_DSA_44, seed)) {
      byte[] spki = key.publicKey();
      byte[] raw = Arrays.copyOfRange(spki, spki.length - 1312, spki.length);
      return NoteKey.of(name, NoteKey.ML_DSA_44, raw).vkey();
    }
  }

  /** An answer to get-sth of RFC 6962, which becomes a checkpoint with a 0x05 signature. */
  static void treeHead(Folder folder, String file, Cases cases) throws IOException {
    eachOrOne(folder, file, cases, item -> treeHead(item, cases));
  }

  private static void treeHead(JsonMembers item, Cases cases) {
    String vkey = item.string("vkey");
    String origin = item.string("origin");
    JsonMembers head = item.object("sth");
    long size = head.integer("tree_size");
    long millis = head.integer("timestamp");
    String root = head.string("sha256_root_hash");
    byte[] struct = VectorFile.bytes(head, "tree_head_signature");
    cases.accepted(
        item.path(),
        () -> {
          NoteVerifier log = NoteVerifiers.of(vkey);
          SignedNote note = checkpoint(log, origin, size, root, millis, struct);
          Checkpoint opened = Checkpoint.open(SignedNote.parse(note.encode()), log);
          Mismatch.check("size", size, opened.size());
          Mismatch.check("root", root, opened.root().base64());
          Mismatch.check(
              "time",
              Optional.of(Instant.ofEpochMilli(millis)),
              NoteVerifiers.time(note, (TimedNoteVerifier) log));
        });
    cases.refused(
        item.path() + ": another origin",
        () -> {
          NoteVerifier log = NoteVerifiers.of(vkey);
          checkpoint(log, origin + "-x", size, root, millis, struct).verify(List.of(log));
        });
    cases.refused(
        item.path() + ": another time",
        () -> {
          NoteVerifier log = NoteVerifiers.of(vkey);
          checkpoint(log, origin, size, root, millis + 1, struct).verify(List.of(log));
        });
  }

  private static SignedNote checkpoint(
      NoteVerifier log, String origin, long size, String root, long millis, byte[] struct) {
    byte[] signature =
        ByteBuffer.allocate(Long.BYTES + struct.length).putLong(millis).put(struct).array();
    return SignedNote.of(
        new Checkpoint(origin, size, Digest.of(Base64.getDecoder().decode(root))).body(),
        new NoteSignature(log.name(), log.keyId(), signature));
  }

  /** A file that is one case, or an array of them. */
  private static void eachOrOne(Folder folder, String file, Cases cases, VectorFile.Item runner)
      throws IOException {
    JsonValue value = StrictJson.parse(folder.read(file));
    if (value instanceof JsonValue.Arr array) {
      VectorFile.each(file, array, cases, runner);
    } else {
      runner.run(VectorFile.object(folder, file));
    }
  }
}
