package org.governance4j.policy;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.governance4j.ArtifactRejected;
import org.governance4j.ArtifactSource;
import org.governance4j.ArtifactVerifier;
import org.governance4j.Digest;
import org.governance4j.PolicyInvalid;
import org.governance4j.SignatureBundle;
import org.governance4j.VerifiedArtifact;
import org.jspecify.annotations.Nullable;

/** Reads rules from the bytes that a verifier hands over, and from nowhere else. */
final class SignedRuleFile {
  private SignedRuleFile() {}

  /**
   * Verifies and reads.
   *
   * @param file the rule file's relative path, or null if the artifact is that one file
   */
  static RulePolicy read(
      ArtifactVerifier verifier,
      ArtifactSource source,
      SignatureBundle bundle,
      @Nullable String file) {
    Objects.requireNonNull(bundle, "bundle");
    try (VerifiedArtifact artifact = verifier.verify(source, bundle)) {
      if (artifact == null) {
        throw new ArtifactRejected("the verifier returned nothing for " + source.path());
      }
      return read(artifact, file == null ? onlyFile(artifact) : file);
    } catch (IOException e) {
      throw new PolicyInvalid("signed policy " + source.path() + " cannot be read: " + e, e);
    }
  }

  static RulePolicy read(VerifiedArtifact artifact, String file) {
    String place = "policy file " + Wording.quote(file) + " of " + Wording.quote(artifact.name());
    Digest signed = artifact.files().get(file);
    if (signed == null) {
      throw new ArtifactRejected(
          place + " is not among the signed files " + Wording.list(artifact.files().keySet()));
    }
    byte[] json;
    try (InputStream in = artifact.open(file)) {
      json = in.readNBytes(RulePolicy.MAX_FILE_BYTES + 1);
    } catch (IOException e) {
      throw new PolicyInvalid(place + " cannot be read: " + e, e);
    }
    if (json.length > RulePolicy.MAX_FILE_BYTES) {
      throw new PolicyInvalid(place + " is larger than " + RulePolicy.MAX_FILE_BYTES + " bytes");
    }
    // The verifier's promise, held against what it gave: whoever wrote it may not be us.
    if (!Digest.sha256(json).equals(signed)) {
      throw new ArtifactRejected(place + " is not the content that was signed");
    }
    try {
      return RulePolicy.parse(json);
    } catch (PolicyInvalid e) {
      throw new PolicyInvalid(place + ": " + e.getMessage(), e);
    }
  }

  private static String onlyFile(VerifiedArtifact artifact) {
    if (artifact.files().size() != 1) {
      throw new PolicyInvalid(
          "signed artifact "
              + Wording.quote(artifact.name())
              + " has "
              + artifact.files().size()
              + " files; say which one holds the rules");
    }
    return artifact.files().keySet().iterator().next();
  }
}
