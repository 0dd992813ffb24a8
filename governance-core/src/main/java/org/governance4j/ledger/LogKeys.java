package org.governance4j.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.governance4j.KeyHandle;
import org.governance4j.NoteKey;
import org.governance4j.NoteVerifier;
import org.jspecify.annotations.Nullable;

/**
 * The keys that a log signs its checkpoints with, all under its origin as the name.
 *
 * <ul>
 *   <li>one Ed25519 key (signature type {@link NoteKey#ED25519}), which signs every checkpoint and
 *       names the log
 *   <li>perhaps an ML-DSA-44 key ({@link NoteKey#ML_DSA_44}), whose signatures also hold against
 *       quantum computers and have 3 kB a piece
 * </ul>
 *
 * <p>The Ed25519 key changes only by {@link FileLedger#rotate}, so that who has pinned the old one
 * can follow. The ML-DSA-44 key is whichever is given when the ledger is opened.
 *
 * <p>The handles stay the caller's, who closes them. Immutable; safe for any number of threads.
 *
 * @see <a href="https://c2sp.org/tlog-cosignature">C2SP tlog-cosignature</a>
 */
public final class LogKeys {
  private final KeyHandle first;
  private final List<KeyHandle> others;
  private final @Nullable MlDsa mlDsa;

  private LogKeys(KeyHandle first, List<KeyHandle> others, @Nullable MlDsa mlDsa) {
    this.first = first;
    this.others = others;
    this.mlDsa = mlDsa;
  }

  /** One Ed25519 key. */
  public static LogKeys of(KeyHandle ed25519) {
    return new LogKeys(Objects.requireNonNull(ed25519, "ed25519"), List.of(), null);
  }

  /**
   * The same with an ML-DSA-44 key.
   *
   * @param mlDsa44 the key, of {@link org.governance4j.KeyAlgorithm#ML_DSA_44}
   * @param verifiers makes the verifier of a verifier key text; each signature is held against it
   *     before it is published. In governance-crypto that is {@code NoteVerifiers::of}.
   */
  public LogKeys withMlDsa(KeyHandle mlDsa44, Function<String, NoteVerifier> verifiers) {
    return new LogKeys(
        first,
        others,
        new MlDsa(
            Objects.requireNonNull(mlDsa44, "mlDsa44"),
            Objects.requireNonNull(verifiers, "verifiers")));
  }

  /** The same with one more Ed25519 key, which signs too, after the others. */
  LogKeys withOther(KeyHandle ed25519) {
    List<KeyHandle> all = new ArrayList<>(others);
    all.add(Objects.requireNonNull(ed25519, "ed25519"));
    return new LogKeys(first, List.copyOf(all), mlDsa);
  }

  /** Another Ed25519 key alone, with the same ML-DSA-44 key. */
  LogKeys withFirst(KeyHandle ed25519) {
    return new LogKeys(Objects.requireNonNull(ed25519, "ed25519"), List.of(), mlDsa);
  }

  KeyHandle first() {
    return first;
  }

  List<KeyHandle> others() {
    return others;
  }

  @Nullable MlDsa mlDsa() {
    return mlDsa;
  }

  /** An ML-DSA-44 key and who checks what it made. */
  record MlDsa(KeyHandle key, Function<String, NoteVerifier> verifiers) {}
}
