package org.governance4j.crypto;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.governance4j.Digest;
import org.governance4j.VerifiedArtifact;

/**
 * What {@link OmsVerifier#check} found out about an artifact, without its bytes. It tells what was
 * on the disk at that moment; whoever loads a model needs a {@link VerifiedArtifact}.
 *
 * <p>Immutable; safe for any number of threads.
 *
 * @param name the artifact's name, that of its file or folder
 * @param digest the digest of the whole, as {@link VerifiedArtifact#digest}
 * @param signer the key that signed it, for people
 * @param files every signed file by relative path with its SHA-256, in signed order
 */
public record CheckedArtifact(
    String name, Digest digest, String signer, Map<String, Digest> files) {

  /** Copies the map. */
  public CheckedArtifact {
    files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
  }
}
