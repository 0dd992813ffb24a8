package org.governance4j.crypto;

import java.time.Instant;
import java.util.Arrays;
import org.governance4j.crypto.x509.PublicKey;
import org.governance4j.crypto.x509.SignatureScheme;

/**
 * A log of a trusted root: a transparency log of signatures, or a certificate transparency log.
 *
 * @param baseUrl its address, for messages
 * @param id names it in entries, or in signed certificate timestamps
 * @param checkpointId names its key on checkpoints by the first four bytes
 */
record TrustedLog(
    String baseUrl,
    byte[] id,
    byte[] checkpointId,
    PublicKey key,
    SignatureScheme scheme,
    Validity validity) {

  boolean hasId(byte[] other) {
    return Arrays.equals(id, other);
  }

  boolean signed(byte[] message, byte[] signature) {
    return key.verify(scheme, message, signature);
  }

  boolean validAt(Instant time) {
    return validity.covers(time);
  }
}
