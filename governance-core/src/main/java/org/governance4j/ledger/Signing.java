package org.governance4j.ledger;

import java.util.Arrays;
import java.util.HexFormat;
import org.governance4j.KeyAlgorithm;
import org.governance4j.KeyHandle;
import org.governance4j.KeyUnavailable;
import org.governance4j.NoteKey;
import org.governance4j.NoteRejected;

/** What has to be done around somebody else's key. Stateless. */
final class Signing {
  /** A SubjectPublicKeyInfo of Ed25519 is this and the 32 bytes of the key (RFC 8410 section 4). */
  private static final byte[] ED25519 = HexFormat.of().parseHex("302a300506032b6570032100");

  /** The same of ML-DSA-44 and 1312 bytes (RFC 9881 section 4). */
  private static final byte[] ML_DSA_44 =
      HexFormat.of().parseHex("30820532300b06096086480165030403110382052100");

  private Signing() {}

  /**
   * The key by a name, as notes are signed with it.
   *
   * @throws IllegalArgumentException if it is not an Ed25519 key, or the name is none
   */
  static NoteKey ed25519(String name, KeyHandle key) {
    return named(name, key, KeyAlgorithm.ED25519, ED25519, NoteKey.ED25519);
  }

  /**
   * The key by a name, as notes are signed with it.
   *
   * @throws IllegalArgumentException if it is not an ML-DSA-44 key, or the name is none
   */
  static NoteKey mlDsa44(String name, KeyHandle key) {
    return named(name, key, KeyAlgorithm.ML_DSA_44, ML_DSA_44, NoteKey.ML_DSA_44);
  }

  private static NoteKey named(
      String name, KeyHandle key, KeyAlgorithm algorithm, byte[] prefix, int type) {
    byte[] spki = key.publicKey();
    if (key.algorithm() != algorithm
        || spki.length < prefix.length
        || !Arrays.equals(spki, 0, prefix.length, prefix, 0, prefix.length)) {
      throw new IllegalArgumentException(
          "a ledger signs with an "
              + algorithm.word()
              + " key here, found "
              + key.algorithm().word());
    }
    try {
      return NoteKey.of(name, type, Arrays.copyOfRange(spki, prefix.length, spki.length));
    } catch (NoteRejected e) {
      throw new IllegalArgumentException(
          "the origin or the key cannot sign checkpoints: " + e.getMessage(), e);
    }
  }

  /**
   * Has the key sign.
   *
   * @throws KeyUnavailable if it does not
   */
  static byte[] sign(KeyHandle key, byte[] message) {
    try {
      return key.sign(message);
    } catch (KeyUnavailable e) {
      throw e;
    } catch (RuntimeException e) {
      // Somebody else's code: what goes wrong in it says nothing about the files.
      throw new KeyUnavailable("the key failed to sign: " + e, e);
    }
  }

  static KeyUnavailable notValid(NoteRejected e) {
    return new KeyUnavailable("the key made a signature that is not valid: " + e.getMessage(), e);
  }
}
