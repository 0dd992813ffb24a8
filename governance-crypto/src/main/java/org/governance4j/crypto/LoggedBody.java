package org.governance4j.crypto;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.governance4j.ArtifactRejected;
import org.governance4j.InvalidData;
import org.governance4j.crypto.x509.DigestAlgorithm;
import org.jspecify.annotations.Nullable;

/**
 * Checks that what a transparency log has is the signature of the bundle: the same signature, by
 * the same certificate or key, over the same content.
 *
 * <p>Kinds: hashedrekord 0.0.1 for artifacts, dsse 0.0.1 and intoto 0.0.2 for envelopes;
 * hashedrekord 0.0.2 of tiled logs for both, an envelope by the digest of its pre-authentication
 * encoding. A dsse 0.0.2 entry is refused: tiled logs do not have envelopes under that kind any
 * more. So is intoto 0.0.1, which does not say which signature it was.
 */
final class LoggedBody {
  private final LogEntry entry;
  private final BundleSigner signer;
  private final SignedContent content;

  private LoggedBody(LogEntry entry, BundleSigner signer, SignedContent content) {
    this.entry = entry;
    this.signer = signer;
    this.content = content;
  }

  /**
   * Returns if the entry is of this content.
   *
   * @param artifact the artifact's digests, for a signature over an artifact
   * @throws ArtifactRejected if it is not
   */
  static void requireEqual(
      LogEntry entry,
      BundleSigner signer,
      SignedContent content,
      @Nullable SignedDigests artifact) {
    try {
      new LoggedBody(entry, signer, content).check(artifact);
    } catch (InvalidData e) {
      throw new ArtifactRejected(
          entry.at() + ": what is in the log cannot be read: " + e.getMessage(), e);
    }
  }

  private void check(@Nullable SignedDigests artifact) {
    ProtoJson body = ProtoJson.parse(entry.body(), "body");
    String kind = body.string("kind");
    String version = body.string("apiVersion");
    if (!kind.equals(entry.kind()) || !version.equals(entry.version())) {
      throw rejected(
          "is said to be "
              + Hostile.quote(entry.kind() + " " + entry.version())
              + ", but is "
              + Hostile.quote(kind + " " + version));
    }
    ProtoJson spec = body.object("spec");
    switch (kind + " " + version) {
      case "hashedrekord 0.0.1" -> hashedRekord(spec, artifact);
      case "hashedrekord 0.0.2" -> tiledHashedRekord(spec.object("hashedRekordV002"), artifact);
      case "dsse 0.0.1" -> dsse(spec);
      case "intoto 0.0.2" -> intoto(spec.object("content"));
      default ->
          throw rejected(
              "is of the kind "
                  + Hostile.quote(kind + " " + version)
                  + ", which is not accepted here");
    }
  }

  private void hashedRekord(ProtoJson spec, @Nullable SignedDigests artifact) {
    if (content instanceof SignedContent.Envelope) {
      throw rejected("is a hashedrekord 0.0.1, which cannot hold an envelope");
    }
    ProtoJson signature = spec.object("signature");
    requireSignature(signature.bytes("content"));
    requireSigner(signature.object("publicKey").bytes("content"));
    requireArtifact(hexDigest(spec.object("data").object("hash")), artifact);
  }

  private void tiledHashedRekord(ProtoJson spec, @Nullable SignedDigests artifact) {
    ProtoJson signature = spec.object("signature");
    requireSignature(signature.bytes("content"));
    ProtoJson verifier = signature.object("verifier");
    String form = verifier.oneOf("x509Certificate", "publicKey");
    String label = form.equals("publicKey") ? "PUBLIC KEY" : "CERTIFICATE";
    requireSigner(label, verifier.object(form).bytes("rawBytes"));
    ProtoJson data = spec.object("data");
    String name = data.string("algorithm");
    DigestAlgorithm algorithm = HashNames.ofProto(name);
    if (algorithm == null) {
      throw rejected("has a digest of the kind " + Hostile.quote(name));
    }
    NamedDigest digest = new NamedDigest(algorithm, data.bytes("digest"));
    if (content instanceof SignedContent.Envelope envelope) {
      requireDigest("envelope", digest, algorithm.of(envelope.pae()));
    } else {
      requireArtifact(digest, artifact);
    }
  }

  private void dsse(ProtoJson spec) {
    SignedContent.Envelope envelope = envelope();
    NamedDigest payload = hexDigest(spec.object("payloadHash"));
    requireDigest("payload", payload, payload.algorithm().of(envelope.payload()));
    ProtoJson signature = single(spec.objects("signatures", SigstoreBundle.MAX_ENTRIES));
    requireSignature(signature.bytes("signature"));
    requireSigner(signature.bytes("verifier"));
  }

  private void intoto(ProtoJson logged) {
    SignedContent.Envelope envelope = envelope();
    NamedDigest payload = hexDigest(logged.object("payloadHash"));
    requireDigest("payload", payload, payload.algorithm().of(envelope.payload()));
    ProtoJson loggedEnvelope = logged.object("envelope");
    String type = loggedEnvelope.string("payloadType");
    if (!type.equals(envelope.payloadType())) {
      throw rejected("has a payload of another type: " + Hostile.quote(type));
    }
    ProtoJson signature = single(loggedEnvelope.objects("signatures", SigstoreBundle.MAX_ENTRIES));
    // The log writes the base64 of an envelope as base64 once more.
    byte[] base64 = signature.bytes("sig");
    requireSignature(ProtoJson.base64(new String(base64, US_ASCII), "body.sig"));
    requireSigner(signature.bytes("publicKey"));
  }

  private SignedContent.Envelope envelope() {
    if (content instanceof SignedContent.Envelope envelope) {
      return envelope;
    }
    throw rejected("is of an envelope, but the bundle has none");
  }

  private ProtoJson single(List<ProtoJson> signatures) {
    if (signatures.size() != 1) {
      throw rejected("has " + signatures.size() + " signatures, the bundle has one");
    }
    return signatures.get(0);
  }

  private void requireSignature(byte[] signature) {
    if (!Arrays.equals(signature, content.signature())) {
      throw rejected("has another signature than the bundle");
    }
  }

  private void requireSigner(byte[] pem) {
    try {
      Pem block = Pem.parse(pem);
      requireSigner(block.label(), block.der());
    } catch (Pem.Malformed e) {
      throw new ArtifactRejected(
          entry.at() + " names a signer that cannot be read: " + e.reason(), e);
    }
  }

  private void requireSigner(String label, byte[] der) {
    if (!signer.is(label, der)) {
      throw rejected("names another certificate or key than the bundle's");
    }
  }

  private void requireArtifact(NamedDigest digest, @Nullable SignedDigests artifact) {
    byte[] expected = artifact == null ? null : artifact.digest(digest.algorithm());
    if (expected == null) {
      throw rejected(
          "names the artifact by "
              + digest.algorithm().word()
              + ", which is not known of the artifact");
    }
    requireDigest("artifact", digest, expected);
  }

  private void requireDigest(String what, NamedDigest digest, byte[] expected) {
    if (!Arrays.equals(digest.value(), expected)) {
      throw rejected("is of another " + what);
    }
  }

  private NamedDigest hexDigest(ProtoJson hash) {
    String name = hash.string("algorithm");
    DigestAlgorithm algorithm = HashNames.ofWord(name);
    if (algorithm == null) {
      throw rejected("has a digest of the kind " + Hostile.quote(name));
    }
    try {
      return new NamedDigest(algorithm, HexFormat.of().parseHex(hash.string("value")));
    } catch (IllegalArgumentException e) {
      throw hash.invalid("value", "expected hexadecimal digits", e);
    }
  }

  private ArtifactRejected rejected(String why) {
    return new ArtifactRejected(entry.at() + " " + why);
  }

  private record NamedDigest(DigestAlgorithm algorithm, byte[] value) {}
}
