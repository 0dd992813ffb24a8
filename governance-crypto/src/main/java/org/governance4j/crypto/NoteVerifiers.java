package org.governance4j.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.Instant;
import java.util.Optional;
import org.governance4j.Checkpoint;
import org.governance4j.NoteKey;
import org.governance4j.NoteRejected;
import org.governance4j.NoteSignature;
import org.governance4j.NoteVerifier;
import org.governance4j.SignedNote;

/**
 * Makes the verifier of any key that signs notes: C2SP signed-note with the signature types of
 * tlog-cosignature and static-ct-api.
 *
 * <table>
 * <caption>What the types sign</caption>
 * <tr><th>type</th><th>key</th><th>signed message</th></tr>
 * <tr><td>{@link NoteKey#ED25519}</td><td>Ed25519</td><td>the text</td></tr>
 * <tr><td>{@link NoteKey#ECDSA}</td><td>P-256</td><td>the text; a signature is DER in its only
 *     spelling</td></tr>
 * <tr><td>{@link NoteKey#COSIGNATURE}</td><td>Ed25519</td><td>a time in seconds and the text</td>
 *     </tr>
 * <tr><td>{@link NoteKey#TREE_HEAD}</td><td>P-256</td><td>a time in milliseconds, size and root of
 *     the checkpoint that the text is. The origin is not signed, so it must be the key's name;
 *     there may be no extension lines</td></tr>
 * <tr><td>{@link NoteKey#ML_DSA_44}</td><td>ML-DSA-44</td><td>the key's name, a time in seconds,
 *     origin, size and root of the checkpoint that the text is. Extension lines are not signed, so
 *     where the key's name is the origin there may be none</td></tr>
 * </table>
 *
 * <p>The verifiers of the last three types are {@link TimedNoteVerifier}s, that of ML-DSA-44 is a
 * {@link MlDsaNoteVerifier}. A time after year 999,999,999 is refused.
 *
 * <p>Stateless; safe for any number of threads.
 *
 * @see <a href="https://c2sp.org/signed-note">C2SP signed-note</a>
 * @see <a href="https://c2sp.org/tlog-cosignature">C2SP tlog-cosignature</a>
 * @see <a href="https://c2sp.org/static-ct-api">C2SP static-ct-api</a>
 */
public final class NoteVerifiers {

  private NoteVerifiers() {}

  /**
   * The verifier of a key.
   *
   * @param vkey the verifier key text, see {@link NoteKey#parse}
   * @throws NoteRejected if the text is malformed, of a type that is not listed above, or its key
   *     cannot be used: an Ed25519 key that is not a canonical point of full order, an ECDSA key
   *     that is not an uncompressed point of P-256
   */
  public static NoteVerifier of(String vkey) {
    NoteKey key = NoteKey.parse(vkey);
    return switch (key.type()) {
      case NoteKey.ED25519 -> NoteVerifier.ed25519(vkey);
      case NoteKey.ECDSA -> new EcdsaNoteVerifier(key);
      case NoteKey.COSIGNATURE -> new CosignatureVerifier(key);
      case NoteKey.TREE_HEAD -> new TreeHeadVerifier(key);
      case NoteKey.ML_DSA_44 -> new MlDsaNoteVerifier(key);
      default ->
          throw new NoteRejected(
              "The verifier key of " + key.name() + " is of the unknown type " + key.type() + ".");
    };
  }

  /**
   * The latest time that valid signatures of this key under the note state; empty if the key has
   * not signed the note or states no time.
   *
   * @throws NoteRejected if one of its signatures is not valid
   */
  public static Optional<Instant> time(SignedNote note, TimedNoteVerifier signer) {
    byte[] text = note.text().getBytes(UTF_8);
    Optional<Instant> latest = Optional.empty();
    for (NoteSignature line : note.signatures()) {
      if (line.keyId() == signer.keyId() && line.name().equals(signer.name())) {
        Optional<Instant> time = signer.verifyTime(text, line.signature());
        if (latest.isEmpty() || (time.isPresent() && time.get().isAfter(latest.get()))) {
          latest = time;
        }
      }
    }
    return latest;
  }

  /** The P-256 key of types 0x02 and 0x05. */
  static EcdsaPublicKey p256(NoteKey key) {
    byte[] spki = key.publicKey();
    if (EcCurve.ofSpki(spki) != EcCurve.P256) {
      throw new NoteRejected(
          "The key of " + key.name() + " is not an uncompressed point of P-256 in DER.");
    }
    try {
      return EcdsaPublicKey.of(EcCurve.P256, spki);
    } catch (Pem.Malformed e) {
      throw new NoteRejected(
          "The key of " + key.name() + " cannot be used: " + e.reason() + ".", e);
    }
  }

  /** The checkpoint that a text is, for the types that sign its parts. */
  static Checkpoint checkpoint(byte[] noteText) {
    try {
      return Checkpoint.parse(UTF_8.newDecoder().decode(ByteBuffer.wrap(noteText)).toString());
    } catch (CharacterCodingException e) {
      throw new NoteRejected("A checkpoint is UTF-8.", e);
    }
  }

  /** The seconds of a cosignature as a time; refuses what the specification or Java cannot hold. */
  static Instant seconds(long seconds, NoteKey key) {
    if (seconds < 0 || seconds > Instant.MAX.getEpochSecond()) {
      throw new NoteRejected(
          "The signature of "
              + id(key)
              + " states the time "
              + Long.toUnsignedString(seconds)
              + ", which is not from 0 to "
              + Instant.MAX.getEpochSecond()
              + ".");
    }
    return Instant.ofEpochSecond(seconds);
  }

  static NoteRejected refusal(NoteKey key) {
    return new NoteRejected("The signature of " + id(key) + " is not valid.");
  }

  static String id(NoteKey key) {
    return key.name() + "+" + String.format("%08x", key.keyId());
  }
}
