package org.governance4j.ledger;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.governance4j.Checkpoint;
import org.governance4j.KeyHandle;
import org.governance4j.KeyUnavailable;
import org.governance4j.NoteVerifier;
import org.governance4j.SignedNote;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which keys sign an open log's next checkpoint.
 *
 * <p>Ed25519 signs each. ML-DSA-44 signs those that somebody asked for, and of the others one a
 * minute; where it fails, the checkpoint is published without, and {@link #withoutMlDsa} says so.
 * When a rotation was asked for, the next checkpoint is signed by the old key and the new one, and
 * what follows by the new one.
 *
 * <p>{@link #rotate} and the questions are for any thread; the rest is for the one that publishes.
 */
final class LogSigner {
  private static final Logger LOG = LoggerFactory.getLogger(LogSigner.class);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final String origin;
  private final Clock clock;
  private final AtomicReference<@Nullable Rotation> asked = new AtomicReference<>();
  private volatile LogKeys keys;
  private volatile CheckpointSigner signer;
  private volatile @Nullable String withoutMlDsa;
  private @Nullable Instant mlDsaAt;

  /**
   * Takes the keys.
   *
   * @throws IllegalArgumentException if they cannot sign checkpoints of this origin
   */
  LogSigner(String origin, LogKeys keys, Clock clock) {
    this.origin = origin;
    this.keys = keys;
    this.clock = clock;
    this.signer = new CheckpointSigner(origin, keys, clock);
  }

  /**
   * The change to another key. It is tried once.
   *
   * @param both signs with the old key and the new one
   * @param after signs with the new one
   * @param done the checkpoint of both, once it is published
   */
  record Rotation(
      CheckpointSigner both,
      LogKeys keys,
      CheckpointSigner after,
      CompletableFuture<SignedNote> done) {}

  String origin() {
    return origin;
  }

  /** The Ed25519 key that signs. */
  NoteVerifier verifier() {
    return signer.verifier();
  }

  /** The texts of the keys that sign, Ed25519 first. */
  List<String> vkeys() {
    return signer.verifiers().stream().map(NoteVerifier::vkey).toList();
  }

  /** Why the last checkpoint that ML-DSA should have signed is without it, or null. */
  @Nullable String withoutMlDsa() {
    return withoutMlDsa;
  }

  /**
   * Has the next checkpoint signed by this key as well, and those after it by this key alone.
   *
   * @throws IllegalArgumentException if it is no Ed25519 key, or the one that signs already
   */
  Rotation rotate(KeyHandle next) {
    LogKeys now = keys;
    LogKeys then = now.withFirst(next);
    Rotation rotation =
        new Rotation(
            new CheckpointSigner(origin, now.withOther(next), clock),
            then,
            new CheckpointSigner(origin, then, clock),
            new CompletableFuture<>());
    asked.set(rotation);
    return rotation;
  }

  /** Takes back what was asked for, and tells whether nobody had begun with it. */
  boolean withdraw(Rotation rotation) {
    return asked.compareAndSet(rotation, null);
  }

  /** The verifier of a key that is to sign next. */
  NoteVerifier verifier(KeyHandle next) {
    return new CheckpointSigner(origin, keys.withOther(next), clock).verifiers().get(1);
  }

  /** Whether a checkpoint need not be signed again. */
  boolean suffices(SignedNote note, boolean onDemand) {
    return asked.get() == null && (!onDemand || signer.hasMlDsa(note));
  }

  /** The change that was asked for, which is not asked for any more. */
  @Nullable Rotation take() {
    return asked.getAndSet(null);
  }

  /** The checkpoint of both keys is published. */
  void rotated(Rotation rotation) {
    keys = rotation.keys;
    signer = rotation.after;
  }

  /**
   * Signs a checkpoint.
   *
   * @throws KeyUnavailable if an Ed25519 key does not
   */
  SignedNote sign(Checkpoint checkpoint, boolean onDemand, @Nullable Rotation rotation) {
    CheckpointSigner by = rotation == null ? signer : rotation.both;
    if (!by.knowsMlDsa() || !(onDemand || isDue())) {
      return by.sign(checkpoint, false);
    }
    try {
      SignedNote note = by.sign(checkpoint, true);
      mlDsaAt = clock.instant();
      withoutMlDsa = null;
      return note;
    } catch (KeyUnavailable e) {
      SignedNote note = by.sign(checkpoint, false); // or it was not that key
      if (withoutMlDsa == null) {
        LOG.warn("{}: a checkpoint is not signed with ML-DSA: {}", origin, e.getMessage(), e);
      }
      withoutMlDsa = "no ML-DSA signature at " + clock.instant() + ": " + e.getMessage();
      return note;
    }
  }

  private boolean isDue() {
    Instant last = mlDsaAt;
    Instant now = clock.instant();
    // A clock that was put back says nothing about the time since.
    return last == null || now.isBefore(last) || !now.isBefore(last.plus(MINUTE));
  }
}
