package org.governance4j.crypto;

import java.util.List;
import java.util.Set;
import org.governance4j.KeyAlgorithm;

/**
 * Somebody whose signature is asked for, known by a key or by a pair of keys that must both have
 * signed. Equal to another of the same keys.
 *
 * <p>A pair is for the years in which elliptic curves are no longer, and lattices not yet, trusted
 * alone: who forges its signature must have broken both.
 *
 * @param keys the keys, all of which must have signed: one or two
 */
public record Signer(List<VerificationKey> keys) {

  private static final Set<KeyAlgorithm> POST_QUANTUM =
      Set.of(KeyAlgorithm.ML_DSA_44, KeyAlgorithm.ML_DSA_65, KeyAlgorithm.ML_DSA_87);

  /**
   * Checks the keys.
   *
   * @throws IllegalArgumentException if they are neither one key nor a classical and an ML-DSA key
   */
  public Signer {
    keys = List.copyOf(keys);
    boolean pair = keys.size() == 2 && !isPostQuantum(keys.get(0)) && isPostQuantum(keys.get(1));
    if (keys.size() != 1 && !pair) {
      throw new IllegalArgumentException(
          "a signer has one key, or one that is not of ML-DSA and then one of ML-DSA, not " + keys);
    }
  }

  /** Somebody with one key. */
  public static Signer of(VerificationKey key) {
    return new Signer(List.of(key));
  }

  /**
   * Somebody with two keys, who has signed only if both have.
   *
   * @param classical an ECDSA key; Ed25519 and RSA will do as well
   * @param mlDsa an ML-DSA key
   * @throws IllegalArgumentException if the algorithms are others
   */
  public static Signer both(VerificationKey classical, VerificationKey mlDsa) {
    return new Signer(List.of(classical, mlDsa));
  }

  private static boolean isPostQuantum(VerificationKey key) {
    return POST_QUANTUM.contains(key.algorithm());
  }

  /** The keys, as they show themselves. */
  @Override
  public String toString() {
    return keys.size() == 1 ? keys.get(0).toString() : keys.get(0) + "+" + keys.get(1);
  }
}
