package org.governance4j.tck;

import org.governance4j.ArtifactSigner;
import org.governance4j.ArtifactVerifier;

/**
 * A signer and a verifier that trusts its key and no other.
 *
 * @param signer signs with a key of its own
 * @param verifier trusts that key
 */
public record SigningPair(ArtifactSigner signer, ArtifactVerifier verifier) {}
