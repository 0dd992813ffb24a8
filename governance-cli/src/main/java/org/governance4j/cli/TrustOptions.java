package org.governance4j.cli;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import org.governance4j.crypto.CertificateIdentity;
import org.governance4j.crypto.OmsVerifier;
import org.governance4j.crypto.Signer;
import org.governance4j.crypto.Signers;
import org.governance4j.crypto.TrustedRoot;
import org.governance4j.crypto.VerificationKey;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whom a verification trusts: exactly one of keys, certificates and an identity. */
final class TrustOptions {
  @Option(
      names = "--public-key",
      paramLabel = "P",
      description = "A key to trust, a PEM file (such as PREFIX.pub). Repeat it for several.")
  private List<Path> publicKeys = List.of();

  @Option(
      names = "--threshold",
      paramLabel = "N",
      description = "How many of the keys must have signed the same files, by default 1.")
  private @Nullable Integer threshold;

  @Option(
      names = "--certificate-chain",
      paramLabel = "C",
      description =
          "Certificates to trust, PEM files: roots or others that issue. Whoever has a certificate"
              + " below them may have signed.")
  private List<Path> anchors = List.of();

  @Option(
      names = "--trusted-root",
      paramLabel = "R",
      description =
          "The trusted_root.json of Sigstore; with --certificate-chain, whose time stamps count.")
  private @Nullable Path trustedRoot;

  @Option(
      names = "--identity",
      paramLabel = "I",
      description = "Who must have signed: the subject of the certificate, as it stands there.")
  private @Nullable String identity;

  @Option(
      names = "--issuer",
      paramLabel = "U",
      description = "Who must have vouched for the identity: the URL of the issuer.")
  private @Nullable String issuer;

  @Option(
      names = "--at",
      paramLabel = "TIME",
      description =
          "With --certificate-chain: when certificates must be valid, such as"
              + " 2026-01-31T12:00:00Z; by default now.")
  private @Nullable String at;

  /** Refuses what does not go together, and files that are not there. */
  void require() {
    boolean keyless = identity != null || issuer != null;
    int kinds = (publicKeys.isEmpty() ? 0 : 1) + (anchors.isEmpty() ? 0 : 1) + (keyless ? 1 : 0);
    if (kinds != 1) {
      throw new NotDone(
          "whom to trust: expected one of --public-key, --certificate-chain, and --trusted-root"
              + " with --identity and --issuer");
    }
    if (keyless && (identity == null || issuer == null || trustedRoot == null)) {
      throw new NotDone("keyless signing needs --trusted-root, --identity and --issuer");
    }
    if (threshold != null && (threshold < 1 || threshold > publicKeys.size())) {
      throw new NotDone(
          "--threshold must be 1 to the number of --public-key, "
              + publicKeys.size()
              + ", found "
              + threshold);
    }
    if (trustedRoot != null && !publicKeys.isEmpty()) {
      throw new NotDone(
          "--trusted-root goes with --identity and --issuer, or with --certificate-chain;"
              + " --public-key needs none");
    }
    if (at != null) {
      time(at);
    }
    publicKeys.forEach(file -> Input.require("public key file", file));
    anchors.forEach(file -> Input.require("certificate file", file));
    if (trustedRoot != null) {
      Input.require("trusted root", trustedRoot);
    }
  }

  /** Whether a time was given where none decides: keys do not end, keyless bundles prove theirs. */
  boolean timeIsOfNoUse() {
    return at != null && anchors.isEmpty();
  }

  OmsVerifier verifier() {
    TrustedRoot root = trustedRoot == null ? null : TrustedRoot.read(trustedRoot);
    if (!publicKeys.isEmpty()) {
      VerificationKey[] keys =
          publicKeys.stream().map(VerificationKey::read).toArray(VerificationKey[]::new);
      return OmsVerifier.trusting(
          Signers.atLeast(
              threshold == null ? 1 : threshold, Arrays.stream(keys).map(Signer::of).toList()));
    }
    OmsVerifier verifier;
    if (root != null && identity != null && issuer != null) {
      verifier = OmsVerifier.trustingKeyless(root, new CertificateIdentity(identity, issuer));
    } else {
      verifier = OmsVerifier.trustingCertificates(PemFiles.read("certificate file", anchors));
      verifier = root == null ? verifier : verifier.trustingTimestamps(root);
    }
    return at == null ? verifier : verifier.withClock(Clock.fixed(time(at), ZoneOffset.UTC));
  }

  private static Instant time(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw new NotDone("--at: expected a time such as 2026-01-31T12:00:00Z, found " + text, e);
    }
  }
}
