package org.governance4j.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.governance4j.Checkpoint;
import org.governance4j.Digest;
import org.governance4j.KeyHandle;
import org.governance4j.KeyUnavailable;
import org.governance4j.NoteKey;
import org.governance4j.NoteRejected;
import org.governance4j.NoteSignature;
import org.governance4j.NoteVerifier;
import org.governance4j.SignedNote;
import org.jspecify.annotations.Nullable;

/**
 * Signs checkpoints in the log's name: with Ed25519 over the note text (signature type 0x01), and
 * with ML-DSA-44 over the structure of C2SP tlog-cosignature (type 0x06), whose time is in seconds.
 * The name of all keys is the origin.
 *
 * <p>What a key has made is verified before it is handed out: a signature that nobody can verify
 * would be published for good, and a faulty one can leak the key.
 *
 * <p>Safe for any number of threads.
 */
final class CheckpointSigner {
  private static final byte[] SUBTREE = "subtree/v1\n\0".getBytes(UTF_8);

  private final String origin;
  private final List<Signer> ed25519 = new ArrayList<>();
  private final @Nullable Signer mlDsa;
  private final Clock clock;

  /** A key and who verifies what it signs. */
  private record Signer(KeyHandle key, NoteVerifier verifier) {}

  /**
   * Takes a key to sign with.
   *
   * @throws IllegalArgumentException if it is not an Ed25519 key, or the origin cannot name a key
   */
  CheckpointSigner(String origin, KeyHandle key) {
    this(origin, LogKeys.of(key), Clock.systemUTC());
  }

  /**
   * Takes the keys to sign with.
   *
   * @param clock the time of signatures that state one
   * @throws IllegalArgumentException if a key is not of its algorithm, two have one key id, or the
   *     origin cannot name a key
   */
  CheckpointSigner(String origin, LogKeys keys, Clock clock) {
    this.origin = origin;
    this.clock = clock;
    addEd25519(keys.first());
    keys.others().forEach(this::addEd25519);
    LogKeys.MlDsa second = keys.mlDsa();
    this.mlDsa =
        second == null
            ? null
            : signer(second.key(), Signing.mlDsa44(origin, second.key()), second.verifiers());
    if (mlDsa != null) {
      requireNewId(mlDsa.verifier());
    }
  }

  private void addEd25519(KeyHandle key) {
    Signer signer = signer(key, Signing.ed25519(origin, key), NoteVerifier::ed25519);
    requireNewId(signer.verifier());
    ed25519.add(signer);
  }

  private static Signer signer(
      KeyHandle key, NoteKey named, Function<String, NoteVerifier> verifiers) {
    NoteVerifier verifier;
    try {
      verifier = verifiers.apply(named.vkey());
    } catch (NoteRejected e) {
      throw new IllegalArgumentException(
          "the origin or the key cannot sign checkpoints: " + e.getMessage(), e);
    }
    if (!verifier.vkey().equals(named.vkey())) {
      throw new IllegalArgumentException(
          "the verifier must be of the key " + named.vkey() + ", is of " + verifier.vkey());
    }
    return new Signer(key, verifier);
  }

  /** Readers find a key by name and id, so one id for two keys would make every note ambiguous. */
  private void requireNewId(NoteVerifier added) {
    if (ed25519.stream().anyMatch(signer -> signer.verifier().keyId() == added.keyId())) {
      throw new IllegalArgumentException("two keys of the log have the id of " + added.vkey());
    }
  }

  /** Who verifies the first Ed25519 signature of what this signs. */
  NoteVerifier verifier() {
    return ed25519.get(0).verifier();
  }

  /** Who verifies what this signs: the Ed25519 keys in their order, then the ML-DSA-44 key. */
  List<NoteVerifier> verifiers() {
    List<NoteVerifier> all = new ArrayList<>(ed25519.stream().map(Signer::verifier).toList());
    if (mlDsa != null) {
      all.add(mlDsa.verifier());
    }
    return List.copyOf(all);
  }

  /** Whether the ML-DSA-44 key, if there is one, has signed a note. */
  boolean hasMlDsa(SignedNote note) {
    Signer signer = mlDsa;
    return signer == null
        || note.signatures().stream().anyMatch(line -> KeyRotation.isFrom(line, signer.verifier()));
  }

  /** Whether there is an ML-DSA-44 key. */
  boolean knowsMlDsa() {
    return mlDsa != null;
  }

  /**
   * The checkpoint of this log in a note that one of these keys has signed.
   *
   * @throws NoteRejected if none has, a signature of one of them is not valid, or it is another
   *     log's checkpoint
   */
  Checkpoint open(SignedNote note) {
    // At least one of the verifiers is found there; opening with it compares the origin.
    return Checkpoint.open(note, note.verify(verifiers()).get(0));
  }

  /**
   * Signs a checkpoint with the Ed25519 keys.
   *
   * @throws KeyUnavailable if a key cannot sign, or what it made is not its signature
   */
  SignedNote sign(Checkpoint checkpoint) {
    return sign(checkpoint, false);
  }

  /**
   * Signs a checkpoint with all Ed25519 keys.
   *
   * @param withMlDsa whether the ML-DSA-44 key signs too, if there is one
   * @throws KeyUnavailable if a key cannot sign, what it made is not its signature, or the clock
   *     stands before 1970; then no signature is given out
   */
  SignedNote sign(Checkpoint checkpoint, boolean withMlDsa) {
    String body = checkpoint.body();
    byte[] text = body.getBytes(UTF_8);
    List<NoteSignature> lines = new ArrayList<>();
    for (Signer signer : ed25519) {
      lines.add(verified(signer.verifier(), text, Signing.sign(signer.key(), text)));
    }
    if (withMlDsa && mlDsa != null) {
      long seconds = seconds();
      byte[] signature = Signing.sign(mlDsa.key(), subtree(checkpoint, seconds));
      byte[] timed =
          ByteBuffer.allocate(Long.BYTES + signature.length)
              .putLong(seconds)
              .put(signature)
              .array();
      lines.add(verified(mlDsa.verifier(), text, timed));
    }
    SignedNote note = SignedNote.of(body, lines.get(0));
    for (NoteSignature line : lines.subList(1, lines.size())) {
      note = note.withSignature(line);
    }
    return note;
  }

  private static NoteSignature verified(NoteVerifier verifier, byte[] text, byte[] signature) {
    try {
      verifier.verify(text, signature);
    } catch (NoteRejected e) {
      throw Signing.notValid(e);
    }
    return new NoteSignature(verifier.name(), verifier.keyId(), signature);
  }

  private long seconds() {
    long seconds = clock.instant().getEpochSecond();
    if (seconds <= 0) {
      // 0 would say that this is not the largest tree the log knows of.
      throw new KeyUnavailable(
          "the clock says " + clock.instant() + ", a checkpoint is not signed before 1970");
    }
    return seconds;
  }

  /** The structure cosigned_message of a checkpoint: the subtree from 0 to its size. */
  private byte[] subtree(Checkpoint checkpoint, long seconds) {
    byte[] signer = origin.getBytes(UTF_8);
    byte[] log = checkpoint.origin().getBytes(UTF_8);
    return ByteBuffer.allocate(
            SUBTREE.length + 1 + signer.length + 1 + log.length + 3 * Long.BYTES + Digest.LENGTH)
        .put(SUBTREE)
        .put((byte) signer.length)
        .put(signer)
        .putLong(seconds)
        .put((byte) log.length)
        .put(log)
        .putLong(0)
        .putLong(checkpoint.size())
        .put(checkpoint.root().bytes())
        .array();
  }
}
