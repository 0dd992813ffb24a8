package org.governance4j.crypto;

import java.util.Base64;
import java.util.List;
import org.governance4j.ArtifactRejected;
import org.governance4j.InvalidData;
import org.governance4j.JsonValue;
import org.governance4j.json.CanonicalJson;
import org.governance4j.json.JsonMembers;
import org.governance4j.json.StrictJson;

/**
 * A Sigstore bundle with a DSSE envelope, as OMS 1.0 profiles it.
 *
 * @param material what to verify the signature with
 * @param payload the signed statement, byte for byte
 * @param signature over the pre-authentication encoding of the payload
 */
record OmsBundle(OmsMaterial material, byte[] payload, byte[] signature) {

  static final String PAYLOAD_TYPE = "application/vnd.in-toto+json";

  /** The deepest nesting of a bundle or statement. */
  static final int MAX_DEPTH = 64;

  private static final String MEDIA_TYPE = "application/vnd.dev.sigstore.bundle.v0.3+json";

  private static final List<String> MEDIA_TYPES =
      List.of(
          MEDIA_TYPE,
          "application/vnd.dev.sigstore.bundle+json;version=0.3",
          "application/vnd.dev.sigstore.bundle+json;version=0.2",
          "application/vnd.dev.sigstore.bundle+json;version=0.1");

  /** What the signature is over. */
  static byte[] signedBytes(byte[] payload) {
    return Dsse.pae(PAYLOAD_TYPE, payload);
  }

  /** The bundle in OMS 1.0, member for member, on one line. */
  byte[] write() {
    JsonValue.Obj envelope =
        JsonValue.object()
            .with("payload", base64(payload))
            .with("payloadType", JsonValue.of(PAYLOAD_TYPE))
            .with(
                "signatures",
                JsonValue.array(
                    JsonValue.object()
                        .with("sig", base64(signature))
                        .with("keyid", JsonValue.of(""))));
    return CanonicalJson.write(
        JsonValue.object()
            .with("mediaType", JsonValue.of(MEDIA_TYPE))
            .with("verificationMaterial", OmsMaterialReader.write(material))
            .with("dsseEnvelope", envelope));
  }

  /** Reads a bundle; nothing in it is verified yet. */
  static OmsBundle parse(byte[] bundle, int maxBytes) {
    try {
      return read(object(bundle, maxBytes, "bundle"));
    } catch (InvalidData e) {
      throw new ArtifactRejected("the signature bundle cannot be read: " + e.getMessage(), e);
    }
  }

  private static OmsBundle read(JsonMembers bundle) {
    bundle.word("mediaType", MEDIA_TYPES);
    JsonMembers material = bundle.object("verificationMaterial");
    JsonMembers envelope = bundle.object("dsseEnvelope");
    bundle.noOthers();

    OmsMaterial with = OmsMaterialReader.read(material);
    envelope.word("payloadType", List.of(PAYLOAD_TYPE));
    byte[] payload = base64(envelope, "payload");
    JsonMembers signature = only(envelope, "signatures");
    envelope.noOthers();
    byte[] bytes = base64(signature, "sig");
    // DSSE: it never decides anything. Absent, null and empty are all in use.
    if (signature.optionalValue("keyid") != JsonValue.NULL) {
      signature.optionalString("keyid");
    }
    signature.noOthers();
    return new OmsBundle(with, payload, bytes);
  }

  /** Strict JSON, one object. */
  static JsonMembers object(byte[] json, int maxBytes, String path) {
    if (StrictJson.parse(json, maxBytes, MAX_DEPTH) instanceof JsonValue.Obj object) {
      return JsonMembers.of(object, path);
    }
    throw new InvalidData(path + ": expected an object");
  }

  /** The only object of an array. */
  static JsonMembers only(JsonMembers members, String name) {
    List<JsonMembers> items = members.objects(name);
    if (items.size() != 1) {
      throw members.invalid(name, "must have exactly 1 item, found " + items.size());
    }
    return items.get(0);
  }

  static JsonValue base64(byte[] bytes) {
    return JsonValue.of(Base64.getEncoder().encodeToString(bytes));
  }

  /** Base64 in the standard or the URL-safe alphabet, as DSSE asks of its readers. */
  static byte[] base64(JsonMembers members, String name) {
    String standard = members.string(name).replace('-', '+').replace('_', '/');
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(standard);
    } catch (IllegalArgumentException e) {
      throw members.invalid(name, "is not base64");
    }
    // The decoder forgives missing padding and non-zero trailing bits: spellings nobody signed.
    if (bytes.length == 0 || !Base64.getEncoder().encodeToString(bytes).equals(standard)) {
      throw members.invalid(name, "is empty or not canonical base64");
    }
    return bytes;
  }
}
