package org.governance4j.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.governance4j.Digest;
import org.governance4j.JsonValue;
import org.governance4j.SignatureBundle;
import org.governance4j.crypto.SoftwareKey;
import org.governance4j.json.CanonicalJson;
import org.governance4j.json.JsonMembers;

/**
 * The signed statement of a bundle, as an outsider reads it who verifies nothing.
 *
 * @param bytes the payload
 */
record OmsPayload(byte[] bytes) {

  private static final String TYPE = "application/vnd.in-toto+json";

  static OmsPayload of(byte[] bundle) {
    return new OmsPayload(
        VectorFile.bytes(JsonMembers.parse(bundle).object("dsseEnvelope"), "payload"));
  }

  String text() {
    return new String(bytes, UTF_8);
  }

  JsonMembers statement() {
    return JsonMembers.parse(bytes);
  }

  JsonMembers serialization() {
    return statement().object("predicate").object("serialization");
  }

  /** The digests by name, in their order. */
  Map<String, String> resources() {
    Map<String, String> resources = new LinkedHashMap<>();
    for (JsonMembers resource : statement().object("predicate").objects("resources")) {
      resources.put(resource.string("name"), resource.string("digest"));
    }
    return resources;
  }

  /** The statement in a bundle with a key. */
  SignatureBundle signedBy(SoftwareKey key) {
    byte[] head =
        ("DSSEv1 " + TYPE.length() + " " + TYPE + " " + bytes.length + " ").getBytes(UTF_8);
    byte[] message = new byte[head.length + bytes.length];
    System.arraycopy(head, 0, message, 0, head.length);
    System.arraycopy(bytes, 0, message, head.length, bytes.length);
    String hint = Digest.sha256(key.verificationKey().pem()).hex();
    JsonValue signature =
        JsonValue.object().with("sig", base64(key.sign(message))).with("keyid", JsonValue.of(""));
    JsonValue envelope =
        JsonValue.object()
            .with("payload", base64(bytes))
            .with("payloadType", JsonValue.of(TYPE))
            .with("signatures", JsonValue.array(signature));
    JsonValue material =
        JsonValue.object()
            .with("publicKey", JsonValue.object().with("hint", JsonValue.of(hint)))
            .with("tlogEntries", new JsonValue.Arr(List.of()));
    return SignatureBundle.of(
        CanonicalJson.write(
            JsonValue.object()
                .with("mediaType", JsonValue.of("application/vnd.dev.sigstore.bundle.v0.3+json"))
                .with("verificationMaterial", material)
                .with("dsseEnvelope", envelope)));
  }

  private static JsonValue base64(byte[] bytes) {
    return JsonValue.of(Base64.getEncoder().encodeToString(bytes));
  }
}
