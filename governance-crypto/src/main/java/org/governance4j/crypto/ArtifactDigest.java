package org.governance4j.crypto;

import java.util.LinkedHashMap;
import java.util.Map;
import org.governance4j.Digest;
import org.governance4j.JsonValue;
import org.governance4j.json.CanonicalJson;

/** The digest by which an artifact is known. */
final class ArtifactDigest {
  private ArtifactDigest() {}

  /**
   * SHA-256 over the canonical JSON (RFC 8785) of an object with the lower-case hexadecimal SHA-256
   * of each file by its name. The order in which a signer lists the files makes no difference.
   */
  static Digest of(Map<String, Digest> files) {
    Map<String, JsonValue> members = new LinkedHashMap<>();
    files.forEach((name, digest) -> members.put(name, JsonValue.of(digest.hex())));
    return Digest.sha256(CanonicalJson.write(new JsonValue.Obj(members)));
  }
}
