package org.governance4j.crypto;

import java.util.List;
import java.util.Optional;
import org.governance4j.ArtifactVerifier;
import org.governance4j.spi.ComponentProvider;
import org.governance4j.spi.Settings;

/**
 * Offers {@link OmsVerifier} as the {@link ArtifactVerifier} named {@code oms}.
 *
 * <p>Settings: {@code publicKey}, the path of a PEM file with the trusted key; {@code
 * ignoreUnsigned}, {@code true} or {@code false}, the default; {@code maxBytes}, the most bytes of
 * an artifact, by default {@value OmsVerifier#DEFAULT_MAX_BYTES}. Instead of the path a {@code
 * byte[]} among the live objects can be the key as SubjectPublicKeyInfo; exactly one of the two is
 * needed. Stateless; safe for any number of threads.
 */
public final class OmsVerifierProvider implements ComponentProvider<ArtifactVerifier> {

  /** For the service loader. */
  public OmsVerifierProvider() {}

  @Override
  public Class<ArtifactVerifier> role() {
    return ArtifactVerifier.class;
  }

  @Override
  public String name() {
    return "oms";
  }

  @Override
  public ArtifactVerifier create(Settings settings) {
    settings.allowOnly(List.of("publicKey", "ignoreUnsigned", "maxBytes"));
    OmsVerifier verifier =
        OmsVerifier.trusting(key(settings))
            .withMaxBytes(
                settings.integer("maxBytes", OmsVerifier.DEFAULT_MAX_BYTES, 1, Long.MAX_VALUE));
    return Flags.read(settings, "ignoreUnsigned") ? verifier.ignoringUnsigned() : verifier;
  }

  private static VerificationKey key(Settings settings) {
    Optional<byte[]> live = settings.find(byte[].class);
    if (live.isPresent() == settings.find("publicKey").isPresent()) {
      throw new IllegalArgumentException(
          "the trusted key is either the setting 'publicKey' or a byte[] among the live objects");
    }
    return live.isPresent()
        ? VerificationKey.of(live.get())
        : VerificationKey.read(settings.requirePath("publicKey"));
  }
}
