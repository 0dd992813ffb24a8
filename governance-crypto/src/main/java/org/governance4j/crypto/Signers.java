package org.governance4j.crypto;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.governance4j.ArtifactRejected;

/**
 * Whose signatures make something trusted: a number of signers out of a set, the (t, n) threshold
 * of DSSE. What counts are signers with different keys, never signatures: neither a key that is
 * given twice nor one that signs twice counts twice.
 *
 * <p>Immutable; safe for any number of threads.
 */
public final class Signers {
  private final int threshold;
  private final Set<Signer> signers;
  private final Set<VerificationKey> keys;

  private Signers(int threshold, Collection<Signer> given) {
    Set<VerificationKey> all = new LinkedHashSet<>();
    Set<Signer> distinct = new LinkedHashSet<>(given);
    for (Signer signer : distinct) {
      for (VerificationKey key : signer.keys()) {
        if (!all.add(key)) {
          throw new IllegalArgumentException(
              "the key " + key + " belongs to two signers; its signature would count twice");
        }
      }
    }
    if (threshold < 1 || threshold > distinct.size()) {
      throw new IllegalArgumentException(
          threshold + " signers cannot be asked for out of " + distinct.size() + " different ones");
    }
    this.threshold = threshold;
    this.signers = distinct;
    this.keys = all;
  }

  /**
   * Trusts what any of these keys has signed.
   *
   * @throws IllegalArgumentException if there are no keys
   */
  public static Signers anyOf(VerificationKey... keys) {
    return new Signers(1, Arrays.stream(keys).map(Signer::of).toList());
  }

  /**
   * Trusts what at least so many of these signers have signed.
   *
   * @param threshold from 1 to the number of different signers
   * @throws IllegalArgumentException if it is not, or two signers share a key without being equal
   */
  public static Signers atLeast(int threshold, Signer... signers) {
    return atLeast(threshold, List.of(signers));
  }

  /**
   * Trusts what at least so many of these signers have signed.
   *
   * @param threshold from 1 to the number of different signers
   * @throws IllegalArgumentException if it is not, or two signers share a key without being equal
   */
  public static Signers atLeast(int threshold, List<Signer> signers) {
    return new Signers(threshold, signers);
  }

  /**
   * Trusts what at least so many of these keys have signed.
   *
   * @param threshold from 1 to the number of different keys
   * @throws IllegalArgumentException if it is not
   */
  public static Signers atLeast(int threshold, VerificationKey... keys) {
    return new Signers(threshold, Arrays.stream(keys).map(Signer::of).toList());
  }

  /** How many signers must have signed. */
  public int threshold() {
    return threshold;
  }

  /** The different signers, in the order in which they were given. */
  public List<Signer> signers() {
    return List.copyOf(signers);
  }

  /** All their keys: no other is worth trying. */
  Set<VerificationKey> keys() {
    return keys;
  }

  /**
   * The signers all of whose keys have signed.
   *
   * @param verified keys under which a signature of the same content holds
   * @throws ArtifactRejected if there are too few of them
   */
  List<Signer> require(Collection<VerificationKey> verified) {
    Set<VerificationKey> holding = new HashSet<>(verified);
    List<Signer> found =
        signers.stream().filter(signer -> holding.containsAll(signer.keys())).toList();
    if (found.size() < threshold) {
      throw new ArtifactRejected(
          "expected signatures of "
              + threshold
              + " of "
              + signers.size()
              + " trusted signers "
              + Shown.few(signers)
              + ", found those of "
              + found.size()
              + (found.isEmpty() ? "" : " " + Shown.few(found)));
    }
    return found;
  }

  /** The threshold and the signers. */
  @Override
  public String toString() {
    return threshold + " of " + Shown.few(signers);
  }
}
