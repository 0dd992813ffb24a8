package org.governance4j.ledger;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.governance4j.Checkpoint;
import org.governance4j.KeyAlgorithm;
import org.governance4j.KeyHandle;
import org.governance4j.KeyUnavailable;
import org.governance4j.NoteKey;
import org.governance4j.NoteRejected;
import org.governance4j.NoteSignature;
import org.governance4j.NoteVerifier;
import org.governance4j.SignedNote;

/**
 * Signs checkpoints in the log's name: Ed25519 over the note text, signature type 0x01, the key's
 * name being the origin.
 *
 * <p>Safe for any number of threads.
 */
final class CheckpointSigner {
  /** A SubjectPublicKeyInfo of Ed25519 is this and the 32 bytes of the key (RFC 8410 section 4). */
  private static final byte[] SPKI_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

  private final KeyHandle key;
  private final NoteVerifier verifier;

  /**
   * Takes a key to sign with.
   *
   * @throws IllegalArgumentException if it is not an Ed25519 key, or the origin cannot name a key
   */
  CheckpointSigner(String origin, KeyHandle key) {
    byte[] spki = key.publicKey();
    if (key.algorithm() != KeyAlgorithm.ED25519
        || spki.length != SPKI_PREFIX.length + 32
        || !Arrays.equals(spki, 0, SPKI_PREFIX.length, SPKI_PREFIX, 0, SPKI_PREFIX.length)) {
      throw new IllegalArgumentException(
          "a ledger signs with an ed25519 key, found " + key.algorithm().word());
    }
    this.key = key;
    try {
      byte[] raw = Arrays.copyOfRange(spki, SPKI_PREFIX.length, spki.length);
      this.verifier = NoteVerifier.ed25519(NoteKey.of(origin, NoteKey.ED25519, raw).vkey());
    } catch (NoteRejected e) {
      throw new IllegalArgumentException(
          "the origin or the key cannot sign checkpoints: " + e.getMessage(), e);
    }
  }

  /** Who verifies what this signs. */
  NoteVerifier verifier() {
    return verifier;
  }

  /**
   * Signs a checkpoint.
   *
   * @throws KeyUnavailable if the key cannot sign, or what it made is not its signature
   */
  SignedNote sign(Checkpoint checkpoint) {
    String body = checkpoint.body();
    byte[] text = body.getBytes(StandardCharsets.UTF_8);
    byte[] signature = signature(text);
    try {
      // A signature that nobody can verify would be published for good; a faulty one can leak the
      // key.
      verifier.verify(text, signature);
    } catch (NoteRejected e) {
      throw new KeyUnavailable("the key made a signature that is not valid: " + e.getMessage(), e);
    }
    return SignedNote.of(body, new NoteSignature(verifier.name(), verifier.keyId(), signature));
  }

  private byte[] signature(byte[] text) {
    try {
      return key.sign(text);
    } catch (KeyUnavailable e) {
      throw e;
    } catch (RuntimeException e) {
      // Somebody else's code: what goes wrong in it says nothing about the files.
      throw new KeyUnavailable("the key failed to sign: " + e, e);
    }
  }
}
