package org.governance4j.json;

import java.util.Objects;
import org.governance4j.Digest;
import org.governance4j.Entry;
import org.jspecify.annotations.Nullable;

/**
 * An artifact's signature was verified: {@code artifact-verified}. The actor is who verified it,
 * the subject {@code artifact:<name>}; {@code decision} is {@code verified}.
 *
 * @param artifact the digest of the artifact, as its verifier computed it
 * @param signer who signed it, as the verifier names them
 * @param signature the SHA-256 of the signature bundle, or null
 */
public record ArtifactVerified(Digest artifact, String signer, @Nullable Digest signature)
    implements EntryBody {

  private static final String VERIFIED = "verified";

  /** Refuses null and a blank signer. */
  public ArtifactVerified {
    Objects.requireNonNull(artifact, "artifact");
    BodyMembers.text("signer", signer);
  }

  @Override
  public String type() {
    return Entry.Types.ARTIFACT_VERIFIED;
  }

  @Override
  public Entry.Builder writeTo(Entry.Builder entry) {
    BodyMembers.put(entry, "artifact", artifact);
    BodyMembers.put(entry, "signer", signer);
    BodyMembers.put(entry, "signature", signature);
    return entry.decision(VERIFIED);
  }

  static ArtifactVerified read(BodyMembers members) {
    if (!members.decision().equals(VERIFIED)) {
      throw members.attributes().invalid("decision", "expected \"" + VERIFIED + "\"");
    }
    return new ArtifactVerified(
        members.digest("artifact"),
        members.attributes().text("signer"),
        members.optionalDigest("signature"));
  }
}
