package org.governance4j.crypto;

import java.util.List;

/**
 * The content of a DSSE envelope after enough trusted signers were found to have signed it: the
 * very bytes that were verified. Whoever parses these, and nothing else, parses what was signed.
 *
 * <p>Immutable; safe for any number of threads.
 */
public final class VerifiedPayload {
  private final String type;
  private final byte[] bytes;
  private final List<Signer> signers;

  VerifiedPayload(String type, byte[] bytes, List<Signer> signers) {
    this.type = type;
    this.bytes = bytes;
    this.signers = List.copyOf(signers);
  }

  /** The payload type, which was signed as well. */
  public String type() {
    return type;
  }

  /** The payload; a copy. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** Everybody trusted who has signed it: at least as many as were asked for. */
  public List<Signer> signers() {
    return signers;
  }

  /** Type, length and signers, not the content. */
  @Override
  public String toString() {
    return "VerifiedPayload[" + type + ", " + bytes.length + " bytes, " + signers + "]";
  }
}
