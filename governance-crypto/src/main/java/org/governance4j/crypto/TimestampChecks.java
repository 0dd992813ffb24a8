package org.governance4j.crypto;

import java.time.Instant;
import java.util.List;
import org.governance4j.ArtifactRejected;
import org.governance4j.crypto.x509.TimestampAuthority;
import org.governance4j.crypto.x509.TimestampToken;

/** Checks RFC 3161 timestamps by the timestamp authorities of a trusted root. */
final class TimestampChecks {
  private final List<TimestampAuthority> authorities;

  TimestampChecks(TrustedRoot root) {
    this.authorities =
        root.timestampAuthorities().stream()
            .filter(authority -> authority.validity().start() != null)
            .map(
                authority ->
                    new TimestampAuthority(
                        authority.chain(),
                        authority.validity().start(),
                        authority.validity().end()))
            .toList();
  }

  /**
   * When the signature existed according to a timestamp.
   *
   * @throws ArtifactRejected if the timestamp is not over the signature, or of no authority that was
   *     trusted then
   */
  Instant time(byte[] token, byte[] signature) {
    if (authorities.isEmpty()) {
      throw new ArtifactRejected(
          "the bundle has a timestamp, but the trusted root names no timestamp authority");
    }
    return TimestampToken.verify(token, signature, authorities);
  }
}
