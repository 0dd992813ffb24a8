package org.governance4j.crypto;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.governance4j.ArtifactRejected;
import org.governance4j.Digest;
import org.governance4j.InvalidData;
import org.governance4j.SignatureBundle;
import org.jspecify.annotations.Nullable;

/**
 * A Sigstore bundle as it is written; nothing in it is verified yet.
 *
 * @param minor of the format 0.x
 * @param certificates the leaf first, in DER; empty if a key is named instead
 * @param timestamps RFC 3161 tokens over the signature
 */
record SigstoreBundle(
    int minor,
    List<byte[]> certificates,
    List<LogEntry> entries,
    List<byte[]> timestamps,
    SignedContent content) {

  /** The most certificates. */
  static final int MAX_CERTIFICATES = 10;

  /** The most log entries. */
  static final int MAX_ENTRIES = 32;

  /** The most timestamps. */
  static final int MAX_TIMESTAMPS = 32;

  private static final String TYPE = "application/vnd.dev.sigstore.bundle";

  private static final Map<String, Integer> MINORS =
      Map.of(
          TYPE + "+json;version=0.1", 1,
          TYPE + ".v0.1+json", 1,
          TYPE + "+json;version=0.2", 2,
          TYPE + ".v0.2+json", 2,
          TYPE + "+json;version=0.3", 3,
          TYPE + ".v0.3+json", 3);

  /**
   * Reads a bundle.
   *
   * @throws ArtifactRejected if it is not one
   */
  static SigstoreBundle parse(SignatureBundle bundle) {
    try {
      return read(ProtoJson.parse(bundle.bytes(), "bundle"));
    } catch (InvalidData e) {
      throw new ArtifactRejected("the signature bundle cannot be read: " + e.getMessage(), e);
    }
  }

  private static SigstoreBundle read(ProtoJson bundle) {
    String type = bundle.string("mediaType");
    Integer minor = MINORS.get(type);
    if (minor == null) {
      throw bundle.invalid("mediaType", "unknown: " + Hostile.quote(type));
    }
    ProtoJson material = bundle.object("verificationMaterial");
    String form = bundle.oneOf("messageSignature", "dsseEnvelope");
    SignedContent content =
        form.equals("messageSignature")
            ? message(bundle.object(form))
            : envelope(bundle.object(form));
    bundle.noOthers();

    List<byte[]> certificates = certificates(material, minor);
    List<LogEntry> entries = new ArrayList<>();
    for (ProtoJson entry : material.objects("tlogEntries", MAX_ENTRIES)) {
      entries.add(entry(entry, "log entry " + entries.size(), minor));
    }
    List<byte[]> timestamps = timestamps(material.optional("timestampVerificationData"));
    material.noOthers();
    return new SigstoreBundle(minor, certificates, List.copyOf(entries), timestamps, content);
  }

  private static List<byte[]> certificates(ProtoJson material, int minor) {
    String form = material.oneOf("x509CertificateChain", "certificate", "publicKey");
    ProtoJson value = material.object(form);
    List<byte[]> certificates = new ArrayList<>();
    switch (form) {
      case "publicKey" -> value.optionalString("hint");
      case "certificate" -> certificates.add(value.bytes("rawBytes"));
      default -> {
        for (ProtoJson certificate : value.objects("certificates", MAX_CERTIFICATES)) {
          certificates.add(certificate.bytes("rawBytes"));
          certificate.noOthers();
        }
        if (certificates.isEmpty()) {
          throw value.invalid("certificates", "must not be empty");
        }
        if (minor >= 3 && certificates.size() > 1) {
          throw material.invalid(form, "a bundle 0.3 has the leaf certificate only");
        }
      }
    }
    value.noOthers();
    return List.copyOf(certificates);
  }

  private static List<byte[]> timestamps(@Nullable ProtoJson data) {
    if (data == null) {
      return List.of();
    }
    List<byte[]> timestamps = new ArrayList<>();
    for (ProtoJson timestamp : data.objects("rfc3161Timestamps", MAX_TIMESTAMPS)) {
      byte[] token = timestamp.bytes("signedTimestamp");
      timestamp.noOthers();
      if (timestamps.stream().anyMatch(other -> Arrays.equals(other, token))) {
        throw data.invalid("rfc3161Timestamps", "the same timestamp is there twice");
      }
      timestamps.add(token);
    }
    data.noOthers();
    return List.copyOf(timestamps);
  }

  private static SignedContent message(ProtoJson message) {
    ProtoJson digest = message.optional("messageDigest");
    String algorithm = digest == null ? null : digest.optionalString("algorithm");
    byte[] bytes = digest == null ? null : digest.optionalBytes("digest");
    if (digest != null) {
      digest.noOthers();
    }
    byte[] signature = message.bytes("signature");
    message.noOthers();
    return new SignedContent.Message(algorithm, bytes, signature);
  }

  private static SignedContent envelope(ProtoJson envelope) {
    byte[] payload = envelope.optionalBytes("payload");
    String type = envelope.string("payloadType");
    List<ProtoJson> signatures = envelope.objects("signatures", MAX_ENTRIES);
    if (signatures.size() != 1) {
      throw envelope.invalid(
          "signatures", "an envelope in a bundle has one signature, found " + signatures.size());
    }
    byte[] signature = signatures.get(0).bytes("sig");
    // Names a key and proves nothing.
    signatures.get(0).optionalString("keyid");
    signatures.get(0).noOthers();
    envelope.noOthers();
    return new SignedContent.Envelope(type, payload == null ? new byte[0] : payload, signature);
  }

  private static LogEntry entry(ProtoJson entry, String at, int minor) {
    ProtoJson logId = entry.object("logId");
    byte[] id = logId.bytes("keyId");
    logId.noOthers();
    ProtoJson kind = entry.object("kindVersion");
    ProtoJson promise = entry.optional("inclusionPromise");
    byte[] signature = promise == null ? null : promise.bytes("signedEntryTimestamp");
    if (promise != null) {
      promise.noOthers();
    }
    Long seconds = entry.optionalNatural("integratedTime");
    LogEntry read =
        new LogEntry(
            at,
            entry.natural("logIndex"),
            id,
            kind.string("kind"),
            kind.string("version"),
            // Protobuf cannot tell 0 from none.
            seconds == null || seconds == 0 ? null : seconds,
            signature,
            proof(entry.optional("inclusionProof"), minor),
            entry.bytes("canonicalizedBody"));
    kind.noOthers();
    entry.noOthers();
    if (minor == 1 && signature == null) {
      throw entry.invalid("inclusionPromise", "missing, which a bundle 0.1 must have");
    }
    if (minor > 1 && read.proof() == null) {
      throw entry.invalid("inclusionProof", "missing, which a bundle from 0.2 on must have");
    }
    return read;
  }

  private static LogEntry.@Nullable Proof proof(@Nullable ProtoJson proof, int minor) {
    if (proof == null) {
      return null;
    }
    List<Digest> path = new ArrayList<>();
    for (byte[] hash : proof.byteStrings("hashes", 63)) {
      path.add(digest(proof, "hashes", hash));
    }
    ProtoJson checkpoint = proof.optional("checkpoint");
    String note = checkpoint == null ? null : checkpoint.string("envelope");
    if (checkpoint != null) {
      checkpoint.noOthers();
    }
    if (minor > 1 && note == null) {
      throw proof.invalid("checkpoint", "missing, which a bundle from 0.2 on must have");
    }
    LogEntry.Proof read =
        new LogEntry.Proof(
            proof.natural("logIndex"),
            proof.natural("treeSize"),
            digest(proof, "rootHash", proof.bytes("rootHash")),
            List.copyOf(path),
            note);
    proof.noOthers();
    return read;
  }

  private static Digest digest(ProtoJson at, String name, byte[] bytes) {
    if (bytes.length != Digest.LENGTH) {
      throw at.invalid(name, "a hash has " + Digest.LENGTH + " bytes, found " + bytes.length);
    }
    return Digest.of(bytes);
  }
}
