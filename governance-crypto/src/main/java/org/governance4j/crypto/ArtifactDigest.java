package org.governance4j.crypto;

import java.util.LinkedHashMap;
import java.util.Map;
import org.governance4j.Digest;
import org.governance4j.JsonValue;
import org.governance4j.crypto.hash.HashType;
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

  /**
   * The digest of an artifact of which nothing but a statement was read. Of one signed by the
   * SHA-256 of whole files it is the one above. Of others it is SHA-256 over the canonical JSON of
   * {@code {"hash_type", "method", "resources"}}, the first two as in the statement, the last an
   * object with the digest of each resource by its name: as no file has an object for a digest, the
   * two never meet.
   */
  static Digest of(OmsStatement statement) {
    OmsSerialization how = statement.serialization();
    Map<String, JsonValue> resources = new LinkedHashMap<>();
    statement.resources().forEach(one -> resources.put(one.name(), JsonValue.of(one.hex())));
    JsonValue.Obj digests = new JsonValue.Obj(resources);
    if (how.hashType() == HashType.SHA256 && !how.isSharded()) {
      return Digest.sha256(CanonicalJson.write(digests));
    }
    return Digest.sha256(
        CanonicalJson.write(
            JsonValue.object()
                .with("hash_type", JsonValue.of(how.hashType().word()))
                .with("method", JsonValue.of(how.method()))
                .with("resources", digests)));
  }
}
