package org.governance4j.crypto;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.governance4j.ArtifactVerifier;
import org.governance4j.KeyUnavailable;
import org.governance4j.spi.ComponentProvider;
import org.governance4j.spi.Settings;

/**
 * Offers {@link OmsVerifier} as the {@link ArtifactVerifier} named {@code oms}.
 *
 * <p>Whom to trust is exactly one of
 *
 * <ul>
 *   <li>{@code publicKey}, the path of a PEM file with the trusted key, or a {@code byte[]} among
 *       the live objects, the key as SubjectPublicKeyInfo
 *   <li>{@code certificates}, the path of a PEM file with the certificates that signers' must lead
 *       to; beside it {@code trustedRoot} may name a trusted root whose timestamp authorities are
 *       believed
 *   <li>{@code identity} and {@code issuer}, who must have signed with Sigstore's keyless signing,
 *       and {@code trustedRoot}, the path of Sigstore's trusted root
 * </ul>
 *
 * <p>Further settings: {@code ignoreUnsigned}, {@code true} or {@code false}, the default; {@code
 * maxBytes}, the most bytes of an artifact, by default {@value OmsVerifier#DEFAULT_MAX_BYTES}.
 * Stateless; safe for any number of threads.
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
    settings.allowOnly(
        List.of(
            "publicKey",
            "certificates",
            "trustedRoot",
            "identity",
            "issuer",
            "ignoreUnsigned",
            "maxBytes"));
    OmsVerifier verifier =
        trusting(settings)
            .withMaxBytes(
                settings.integer("maxBytes", OmsVerifier.DEFAULT_MAX_BYTES, 1, Long.MAX_VALUE));
    return Flags.read(settings, "ignoreUnsigned") ? verifier.ignoringUnsigned() : verifier;
  }

  private static OmsVerifier trusting(Settings settings) {
    Optional<byte[]> live = settings.find(byte[].class);
    boolean certificates = settings.find("certificates").isPresent();
    boolean identity = settings.find("identity").isPresent() || settings.find("issuer").isPresent();
    boolean root = settings.find("trustedRoot").isPresent();
    int ways =
        (live.isPresent() ? 1 : 0)
            + (settings.find("publicKey").isPresent() ? 1 : 0)
            + (certificates ? 1 : 0)
            + (identity ? 1 : 0);
    if (ways != 1) {
      throw new IllegalArgumentException(
          "whom to trust is exactly one of the settings 'publicKey', 'certificates', 'identity'"
              + " with 'issuer' and 'trustedRoot', and a byte[] among the live objects; found "
              + ways);
    }
    if (identity) {
      return OmsVerifier.trustingKeyless(
          TrustedRoot.read(settings.requirePath("trustedRoot")),
          new CertificateIdentity(settings.require("identity"), settings.require("issuer")));
    }
    if (certificates) {
      OmsVerifier verifier =
          OmsVerifier.trustingCertificates(pem(settings.requirePath("certificates")));
      return root
          ? verifier.trustingTimestamps(TrustedRoot.read(settings.requirePath("trustedRoot")))
          : verifier;
    }
    if (root) {
      throw new IllegalArgumentException("setting 'trustedRoot' has no place beside a trusted key");
    }
    return OmsVerifier.trusting(
        live.isPresent()
            ? VerificationKey.of(live.get())
            : VerificationKey.read(settings.requirePath("publicKey")));
  }

  /** Certificates as the user gives them. */
  static byte[] pem(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new KeyUnavailable("certificate file " + file + " cannot be read: " + e, e);
    }
  }
}
