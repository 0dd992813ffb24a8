package org.governance4j.policy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.governance4j.ArtifactRejected;
import org.governance4j.ArtifactSource;
import org.governance4j.ArtifactVerifier;
import org.governance4j.OutputPolicy;
import org.governance4j.SignatureBundle;
import org.governance4j.spi.ComponentProvider;
import org.governance4j.spi.Settings;

/**
 * Offers {@link RulePolicy} under the name {@code rules}. Its settings:
 *
 * <ul>
 *   <li>{@code file}: the path of the rule file, or of a signed folder
 *   <li>{@code signature}: the path of its signature. It demands an {@link ArtifactVerifier} among
 *       the settings, and such a verifier demands a signature: neither is ever left unused. A
 *       signature that is missing or does not hold is refused with {@link ArtifactRejected}.
 *   <li>{@code member}: the rule file's relative path, where {@code file} is a signed folder
 * </ul>
 */
public final class RulePolicyProvider implements ComponentProvider<OutputPolicy> {

  /** For the service loader. */
  public RulePolicyProvider() {}

  @Override
  public Class<OutputPolicy> role() {
    return OutputPolicy.class;
  }

  @Override
  public String name() {
    return "rules";
  }

  @Override
  public OutputPolicy create(Settings settings) {
    settings.allowOnly(List.of("file", "signature", "member"));
    Path file = settings.requirePath("file");
    Optional<ArtifactVerifier> verifier = settings.find(ArtifactVerifier.class);
    if (verifier.isEmpty() && settings.find("signature").isEmpty()) {
      if (settings.find("member").isPresent()) {
        throw new IllegalArgumentException(
            "setting 'member' names a file of a signed folder; 'signature' is missing");
      }
      return RulePolicy.read(file);
    }
    Path signature = settings.requirePath("signature");
    return SignedRuleFile.read(
        settings.require(ArtifactVerifier.class),
        ArtifactSource.of(file),
        bundle(file, signature),
        settings.find("member").orElse(null));
  }

  private static SignatureBundle bundle(Path file, Path signature) {
    try {
      return SignatureBundle.read(signature);
    } catch (IOException e) {
      throw new ArtifactRejected(
          "policy " + file + " is not signed: its signature " + signature + " cannot be read: " + e,
          e);
    }
  }
}
