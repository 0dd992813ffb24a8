package org.governance4j.conformance;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.governance4j.Checkpoint;
import org.governance4j.Digest;
import org.governance4j.InclusionProof;
import org.governance4j.InvalidData;
import org.governance4j.JsonValue;
import org.governance4j.MerkleTree;
import org.governance4j.NoteKey;
import org.governance4j.NoteVerifier;
import org.governance4j.ProofRejected;
import org.governance4j.SignedNote;
import org.governance4j.crypto.NoteVerifiers;
import org.governance4j.json.JsonMembers;
import org.governance4j.json.StrictJson;
import org.jspecify.annotations.Nullable;

/**
 * What the transparency logs of Sigstore have answered, in bundles and as entries of their own: the
 * entry must be in the tree of the checkpoint, and the checkpoint signed by the log. The keys are
 * those of the trusted roots in the same folder; where none has the log's id, the signature is not
 * judged.
 *
 * <p>What a file's name calls bad must be refused.
 */
final class RekorEntries {
  private static final String PLACE = "rekor/";

  private RekorEntries() {}

  /**
   * An entry with its proof.
   *
   * @param logId of the log, in hexadecimal digits
   * @param checkpoint or null: then there is nothing that the log has signed
   */
  private record Proved(
      String logId,
      byte[] entry,
      long index,
      long size,
      Digest root,
      List<Digest> path,
      @Nullable String checkpoint) {}

  /** A bundle, which may hold several entries. */
  static void bundle(Folder folder, String file, Cases cases) throws IOException {
    Map<String, byte[]> keys = keys(folder);
    JsonMembers material = VectorFile.object(folder, file).object("verificationMaterial");
    for (JsonMembers entry : material.objects("tlogEntries")) {
      if (entry.has("inclusionProof")) {
        judge(file, modern(entry), keys, cases);
      } else {
        cases.skip(entry.path(), "an entry without a proof");
      }
    }
  }

  /** An entry as the bundles hold it, or as the older interface has answered. */
  static void entry(Folder folder, String file, Cases cases) throws IOException {
    if (!file.endsWith(".json")) {
      cases.skip(file, "a key, which is in a trusted root too");
      return;
    }
    Map<String, byte[]> keys = keys(folder);
    JsonMembers object = VectorFile.object(folder, file);
    if (object.has("inclusionProof")) {
      judge(file, modern(object), keys, cases);
      return;
    }
    for (String uuid : object.names()) {
      judge(file, older(object.object(uuid)), keys, cases);
    }
  }

  /** What no log can have: its proof must not hold. */
  static void noEntry(Folder folder, String file, Cases cases) throws IOException {
    Proved proved = modern(VectorFile.object(folder, file));
    cases.refused(
        file + ": proof",
        () ->
            new InclusionProof(proved.index(), proved.size(), proved.path())
                .verify(MerkleTree.leafHash(proved.entry()), proved.root()));
  }

  private static Proved modern(JsonMembers entry) {
    JsonMembers proof = entry.object("inclusionProof");
    return new Proved(
        HexFormat.of().formatHex(VectorFile.bytes(entry.object("logId"), "keyId")),
        VectorFile.bytes(entry, "canonicalizedBody"),
        number(proof, "logIndex"),
        number(proof, "treeSize"),
        Digest.parseBase64(proof.string("rootHash")),
        VectorFile.path(proof.strings("hashes")),
        proof.has("checkpoint") ? proof.object("checkpoint").string("envelope") : null);
  }

  private static Proved older(JsonMembers entry) {
    JsonMembers proof = entry.object("verification").object("inclusionProof");
    return new Proved(
        entry.string("logID").toLowerCase(Locale.ROOT),
        VectorFile.bytes(entry, "body"),
        number(proof, "logIndex"),
        number(proof, "treeSize"),
        VectorFile.digest(proof.path("rootHash"), proof.string("rootHash")),
        VectorFile.digests(proof, "hashes"),
        proof.optionalString("checkpoint"));
  }

  /** A whole number, which JSON of protocol buffers writes as text. */
  private static long number(JsonMembers object, String name) {
    if (object.value(name) instanceof JsonValue.Str text && text.value().matches("[0-9]{1,18}")) {
      return Long.parseLong(text.value());
    }
    return object.integer(name);
  }

  private static void judge(String file, Proved proved, Map<String, byte[]> keys, Cases cases) {
    String name = Folder.name(file);
    String note = proved.checkpoint();
    boolean badCheckpoint = name.contains("bad-checkpoint");
    boolean badProof = name.contains("bad-inclusion") || name.contains("bad-proof");
    if (!badCheckpoint && !badProof && name.matches(".*(bad|invalid|wrong).*")) {
      cases.skip(file, "the name does not say what is bad");
      return;
    }
    cases.expect(
        !badProof,
        file + ": proof",
        () -> {
          new InclusionProof(proved.index(), proved.size(), proved.path())
              .verify(MerkleTree.leafHash(proved.entry()), proved.root());
          if (note != null) {
            Checkpoint checkpoint = Checkpoint.parse(SignedNote.parse(note).text());
            if (checkpoint.size() != proved.size() || !checkpoint.root().equals(proved.root())) {
              throw new ProofRejected("The proof is not one of the tree of its checkpoint.");
            }
          }
        });
    byte[] key = keys.get(proved.logId());
    if (note == null || key == null) {
      cases.skip(
          file + ": signature",
          note == null ? "no checkpoint" : "no trusted root has this log's key");
      return;
    }
    cases.expect(!badCheckpoint, file + ": signature", () -> open(note, key));
  }

  /** The first line under a checkpoint of these logs is the log's own. */
  private static void open(String text, byte[] spki) {
    SignedNote note = SignedNote.parse(text);
    String signer = note.signatures().get(0).name();
    NoteVerifier log = NoteVerifiers.of(noteKey(signer, spki).vkey());
    String origin = Checkpoint.parse(note.text()).origin();
    Checkpoint.open(note, log, origin);
  }

  private static NoteKey noteKey(String name, byte[] spki) {
    // An Ed25519 SubjectPublicKeyInfo (RFC 8410) is 12 fixed bytes and the key.
    return spki.length == 44
        ? NoteKey.of(name, NoteKey.ED25519, Arrays.copyOfRange(spki, 12, 44))
        : NoteKey.of(name, NoteKey.ECDSA, spki);
  }

  /** The keys of all trusted roots of the folder, by the log's id. */
  private static Map<String, byte[]> keys(Folder folder) throws IOException {
    Map<String, byte[]> keys = new HashMap<>();
    for (String file : folder.below(PLACE)) {
      if (isTrustedRoot(file)) {
        for (JsonMembers log : logs(folder, file)) {
          byte[] id = VectorFile.bytes(log.object("logId"), "keyId");
          keys.put(
              HexFormat.of().formatHex(id), VectorFile.bytes(log.object("publicKey"), "rawBytes"));
        }
      }
    }
    return keys;
  }

  static boolean isTrustedRoot(String file) {
    return file.endsWith("trusted_root.json");
  }

  /** The logs of a trusted root: each key must make a verifier. */
  static void trustedRoot(Folder folder, String file, Cases cases) throws IOException {
    for (JsonMembers log : logs(folder, file)) {
      byte[] spki = VectorFile.bytes(log.object("publicKey"), "rawBytes");
      byte[] id = VectorFile.bytes(log.object("logId"), "keyId");
      String host = log.string("baseUrl").replaceFirst("https?://", "");
      cases.accepted(
          log.path() + " " + host,
          () -> {
            NoteVerifier verifier = NoteVerifiers.of(noteKey(host, spki).vkey());
            Mismatch.check(
                "key id",
                HexFormat.of().formatHex(id, 0, 4),
                HexFormat.of().toHexDigits(verifier.keyId()));
          });
    }
  }

  private static List<JsonMembers> logs(Folder folder, String file) throws IOException {
    JsonValue root = StrictJson.parse(folder.read(file));
    if (!(root instanceof JsonValue.Obj object)) {
      throw new InvalidData(file + ": expected an object");
    }
    return new ArrayList<>(JsonMembers.of(object, file).objects("tlogs"));
  }
}
