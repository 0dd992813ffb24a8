package org.governance4j.crypto;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a verified Sigstore bundle proves.
 *
 * <p>Immutable; safe for any number of threads.
 *
 * @param signer who signed; empty if the bundle was verified with a key, which the caller knows
 * @param times when the signature existed, in the order of the bundle's log entries and then its
 *     timestamps; empty only with a key
 * @param entries how many log entries were verified
 * @param payload the signed payload; empty if the signature is over an artifact itself
 */
public record SigstoreResult(
    Optional<CertificateIdentity> signer,
    List<Instant> times,
    int entries,
    Optional<SignedPayload> payload) {

  /** Copies the times. */
  public SigstoreResult {
    times = List.copyOf(times);
  }
}
