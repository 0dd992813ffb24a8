package org.governance4j.crypto;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.governance4j.ArtifactRejected;
import org.governance4j.InvalidData;
import org.governance4j.KeyUnavailable;
import org.governance4j.crypto.x509.Certificate;
import org.governance4j.crypto.x509.PublicKey;
import org.governance4j.crypto.x509.SignatureScheme;
import org.governance4j.crypto.x509.TimestampAuthority;

/**
 * Whom to trust about Sigstore bundles, as the file {@code trusted_root.json} says it: transparency
 * logs, certificate authorities, certificate transparency logs and timestamp authorities, each with
 * the time in which it may be relied on.
 *
 * <p>The file is the trust: take it from where it cannot be changed by those whose signatures it
 * judges. Nothing is fetched.
 *
 * <ul>
 *   <li>media types {@code application/vnd.dev.sigstore.trustedroot+json;version=0.1} and {@code
 *       application/vnd.dev.sigstore.trustedroot.v0.1+json}, {@code v0.2} likewise; a {@code
 *       clienttrustconfig.v0.1+json} is read for the trusted root in it
 *   <li>strict JSON (no member twice), in protobuf's form; members that are not known are passed
 *       over, because newer roots must stay of use
 *   <li>an authority has at least one certificate, and the last issued itself
 *   <li>a party whose validity has no start is never relied on; ends are inclusive
 *   <li>a log with a kind of key or a hash that is not known here is left out, so that what only it
 *       vouches for is refused
 * </ul>
 *
 * <p>Immutable; safe for any number of threads.
 *
 * @see <a
 *     href="https://github.com/sigstore/protobuf-specs/blob/main/protos/sigstore_trustroot.proto">
 *     sigstore_trustroot.proto</a>
 */
public final class TrustedRoot {

  /** The longest file in bytes: 4 MiB. */
  public static final int MAX_BYTES = 4 << 20;

  private static final Set<String> MEDIA_TYPES =
      Set.of(
          "application/vnd.dev.sigstore.trustedroot+json;version=0.1",
          "application/vnd.dev.sigstore.trustedroot.v0.1+json",
          "application/vnd.dev.sigstore.trustedroot+json;version=0.2",
          "application/vnd.dev.sigstore.trustedroot.v0.2+json");
  private static final String TRUST_CONFIG =
      "application/vnd.dev.sigstore.clienttrustconfig.v0.1+json";

  /** More parties of one kind than any root has. */
  private static final int MOST = 256;

  /** As many certificates as a chain may have. */
  private static final int LONGEST_CHAIN = 10;

  private static final int CHECKPOINT_ID_BYTES = 4;

  private final List<TrustedLog> logs;
  private final List<TrustedAuthority> certificateAuthorities;
  private final List<TrustedLog> certificateLogs;
  private final List<TimestampAuthority> timestampAuthorities;

  private TrustedRoot(ProtoJson root) {
    this.logs = logs(root, "tlogs");
    this.certificateAuthorities = authorities(root, "certificateAuthorities");
    this.certificateLogs = logs(root, "ctlogs");
    this.timestampAuthorities =
        authorities(root, "timestampAuthorities").stream()
            .filter(authority -> authority.validity().start() != null)
            .map(TrustedAuthority::forTimestamps)
            .toList();
  }

  /**
   * Reads a trusted root.
   *
   * @param json the bytes of the file
   * @throws KeyUnavailable if it cannot be used; the message has the place and the reason
   */
  public static TrustedRoot parse(byte[] json) {
    try {
      return decode(json);
    } catch (InvalidData | ArtifactRejected e) {
      throw new KeyUnavailable("the trusted root cannot be used: " + e.getMessage(), e);
    }
  }

  /**
   * Reads a trusted root from a file.
   *
   * @throws KeyUnavailable if it cannot be read or used; the message has the file and the reason
   */
  public static TrustedRoot read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return decode(in.readNBytes(MAX_BYTES + 1));
    } catch (InvalidData | ArtifactRejected e) {
      throw new KeyUnavailable("trusted root " + file + " cannot be used: " + e.getMessage(), e);
    } catch (NoSuchFileException e) {
      throw new KeyUnavailable("trusted root " + file + " does not exist", e);
    } catch (IOException e) {
      throw new KeyUnavailable("trusted root " + file + " cannot be read: " + e.getMessage(), e);
    }
  }

  List<TrustedLog> logs() {
    return logs;
  }

  List<TrustedAuthority> certificateAuthorities() {
    return certificateAuthorities;
  }

  List<TrustedLog> certificateLogs() {
    return certificateLogs;
  }

  /** Those that may be relied on at any time. */
  List<TimestampAuthority> timestampAuthorities() {
    return timestampAuthorities;
  }

  private static TrustedRoot decode(byte[] json) {
    if (json.length > MAX_BYTES) {
      throw new InvalidData("it is longer than " + MAX_BYTES + " bytes");
    }
    ProtoJson root = ProtoJson.parse(json, "$");
    String type = root.string("mediaType");
    if (type.equals(TRUST_CONFIG)) {
      root = root.object("trustedRoot");
      type = root.string("mediaType");
    }
    if (!MEDIA_TYPES.contains(type)) {
      throw root.invalid("mediaType", "unknown: " + Hostile.quote(type));
    }
    return new TrustedRoot(root);
  }

  private static List<TrustedLog> logs(ProtoJson root, String name) {
    List<TrustedLog> logs = new ArrayList<>();
    for (ProtoJson log : root.objects(name, MOST)) {
      ProtoJson publicKey = log.object("publicKey");
      Validity validity = Validity.read(publicKey.optional("validFor"));
      byte[] bytes = publicKey.bytes("rawBytes");
      String details = publicKey.string("keyDetails");
      byte[] id = log.object("logId").bytes("keyId");
      ProtoJson checkpoint = log.optional("checkpointKeyId");
      byte[] checkpointId = checkpoint == null ? id : checkpoint.bytes("keyId");
      if (checkpointId.length < CHECKPOINT_ID_BYTES) {
        throw log.invalid("checkpointKeyId", "has fewer than " + CHECKPOINT_ID_BYTES + " bytes");
      }
      String baseUrl = log.optionalString("baseUrl");
      SignatureScheme scheme = KeyDetails.scheme(details);
      if (scheme == null || !"SHA2_256".equals(log.optionalString("hashAlgorithm"))) {
        continue;
      }
      PublicKey key = key(publicKey, details, bytes);
      logs.add(
          new TrustedLog(
              baseUrl == null ? "" : baseUrl,
              id,
              Arrays.copyOf(checkpointId, CHECKPOINT_ID_BYTES),
              key,
              scheme,
              validity));
    }
    return List.copyOf(logs);
  }

  private static PublicKey key(ProtoJson at, String details, byte[] bytes) {
    try {
      return KeyDetails.key(details, bytes);
    } catch (ArtifactRejected e) {
      throw at.invalid("rawBytes", String.valueOf(e.getMessage()), e);
    }
  }

  private static List<TrustedAuthority> authorities(ProtoJson root, String name) {
    List<TrustedAuthority> authorities = new ArrayList<>();
    for (ProtoJson authority : root.objects(name, MOST)) {
      Validity validity = Validity.read(authority.optional("validFor"));
      ProtoJson chain = authority.object("certChain");
      List<Certificate> certificates = new ArrayList<>();
      for (ProtoJson certificate : chain.objects("certificates", LONGEST_CHAIN)) {
        certificates.add(certificate(certificate));
      }
      if (certificates.isEmpty()) {
        throw chain.invalid("certificates", "must not be empty");
      }
      if (!certificates.get(certificates.size() - 1).selfIssued()) {
        throw chain.invalid("certificates", "the last one is not a root: it did not issue itself");
      }
      authorities.add(TrustedAuthority.of(certificates, validity));
    }
    return List.copyOf(authorities);
  }

  private static Certificate certificate(ProtoJson at) {
    byte[] der = at.bytes("rawBytes");
    try {
      return Certificate.parse(der);
    } catch (ArtifactRejected e) {
      throw at.invalid("rawBytes", String.valueOf(e.getMessage()), e);
    }
  }
}
