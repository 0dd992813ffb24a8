package org.governance4j.crypto;

import java.util.ArrayList;
import java.util.List;
import org.governance4j.JsonValue;
import org.governance4j.json.JsonMembers;
import org.jspecify.annotations.Nullable;

/** Reads and writes the verification material of a bundle, as OMS 1.0 profiles it. */
final class OmsMaterialReader {

  /** The most certificates in a chain. */
  static final int MAX_CERTIFICATES = 10;

  /** The most timestamps of a signature. */
  static final int MAX_TIMESTAMPS = 32;

  private OmsMaterialReader() {}

  static JsonValue write(OmsMaterial material) {
    // Of no use with a key or certificate, but older readers refuse a bundle without it.
    JsonValue.Obj json = JsonValue.object().with("tlogEntries", JsonValue.array());
    if (material instanceof OmsMaterial.Key key) {
      return json.with("publicKey", JsonValue.object().with("hint", JsonValue.of(key.hint())));
    }
    if (material instanceof OmsMaterial.Chain chain) {
      JsonValue[] certificates =
          chain.certificates().stream()
              .map(der -> JsonValue.object().with("rawBytes", OmsBundle.base64(der)))
              .toArray(JsonValue[]::new);
      return json.with(
          "x509CertificateChain",
          JsonValue.object().with("certificates", JsonValue.array(certificates)));
    }
    throw new IllegalArgumentException("keyless bundles are not written here");
  }

  static OmsMaterial read(JsonMembers material) {
    JsonMembers key = material.optionalObject("publicKey");
    JsonMembers chain = material.optionalObject("x509CertificateChain");
    JsonMembers leaf = material.optionalObject("certificate");
    JsonValue.Arr log = material.optionalArray("tlogEntries");
    JsonMembers times = material.optionalObject("timestampVerificationData");
    material.noOthers();
    if ((key == null ? 0 : 1) + (chain == null ? 0 : 1) + (leaf == null ? 0 : 1) != 1) {
      throw material.invalid(
          "publicKey", "expected exactly one of publicKey, x509CertificateChain and certificate");
    }
    boolean logged = log != null && !log.items().isEmpty();
    if (leaf != null && !logged) {
      throw material.invalid("tlogEntries", "must have an entry beside \"certificate\"");
    }
    if (leaf != null || chain != null && logged) {
      return new OmsMaterial.Keyless();
    }
    if (logged) {
      throw material.invalid("tlogEntries", "must be empty beside a public key");
    }
    List<byte[]> timestamps = timestamps(times);
    return chain == null ? key(key) : chain(chain, timestamps);
  }

  private static OmsMaterial key(@Nullable JsonMembers key) {
    if (key == null) {
      throw new IllegalStateException("one of the three is there");
    }
    String hint = key.optionalString("hint");
    byte[] spki = key.has("rawBytes") ? spki(key) : null;
    key.optionalString("keyDetails");
    key.noOthers();
    return new OmsMaterial.Key(hint == null ? "" : hint, spki);
  }

  /** The reference wrote the PEM text of the key in base64, where Sigstore has its DER. */
  private static byte[] spki(JsonMembers key) {
    byte[] bytes = OmsBundle.base64(key, "rawBytes");
    if (bytes[0] != '-') {
      return bytes;
    }
    try {
      Pem pem = Pem.parse(bytes);
      if (pem.label().equals("PUBLIC KEY")) {
        return pem.der();
      }
      throw key.invalid("rawBytes", "is not a public key");
    } catch (Pem.Malformed e) {
      throw key.invalid("rawBytes", "is not a PEM text: " + e.reason());
    }
  }

  private static OmsMaterial chain(JsonMembers chain, List<byte[]> timestamps) {
    List<byte[]> certificates = new ArrayList<>();
    List<JsonMembers> items = chain.objects("certificates");
    chain.noOthers();
    if (items.isEmpty() || items.size() > MAX_CERTIFICATES) {
      throw chain.invalid(
          "certificates", "must have 1 to " + MAX_CERTIFICATES + " items, found " + items.size());
    }
    for (JsonMembers item : items) {
      certificates.add(OmsBundle.base64(item, "rawBytes"));
      item.noOthers();
    }
    return new OmsMaterial.Chain(List.copyOf(certificates), timestamps);
  }

  private static List<byte[]> timestamps(@Nullable JsonMembers times) {
    if (times == null) {
      return List.of();
    }
    List<byte[]> timestamps = new ArrayList<>();
    if (times.has("rfc3161Timestamps")) {
      List<JsonMembers> items = times.objects("rfc3161Timestamps");
      if (items.size() > MAX_TIMESTAMPS) {
        throw times.invalid(
            "rfc3161Timestamps",
            "must have at most " + MAX_TIMESTAMPS + " items, found " + items.size());
      }
      for (JsonMembers item : items) {
        timestamps.add(OmsBundle.base64(item, "signedTimestamp"));
        item.noOthers();
      }
    }
    times.noOthers();
    return List.copyOf(timestamps);
  }
}
