package org.governance4j.crypto;

import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.governance4j.ArtifactRejected;
import org.governance4j.InvalidData;
import org.governance4j.JsonValue;
import org.governance4j.crypto.x509.DigestAlgorithm;
import org.governance4j.json.JsonMembers;
import org.governance4j.json.StrictJson;

/** Finds an artifact among the subjects of an in-toto statement. */
final class SubjectDigests {

  private static final String PAYLOAD_TYPE = "application/vnd.in-toto+json";
  private static final List<String> STATEMENT_TYPES =
      List.of("https://in-toto.io/Statement/v1", "https://in-toto.io/Statement/v0.1");
  private static final int MAX_DEPTH = 64;

  private SubjectDigests() {}

  /**
   * Returns if a subject of the statement is this artifact.
   *
   * @throws ArtifactRejected if none is, or the payload is not a statement
   */
  static void requireSubject(SignedContent.Envelope envelope, SignedDigests artifact) {
    if (!envelope.payloadType().equals(PAYLOAD_TYPE)) {
      throw new ArtifactRejected(
          "the envelope holds "
              + Hostile.quote(envelope.payloadType())
              + ", of which no subject is known; expected "
              + PAYLOAD_TYPE);
    }
    try {
      JsonValue payload = StrictJson.parse(envelope.payload(), StrictJson.MAX_BYTES, MAX_DEPTH);
      if (!(payload instanceof JsonValue.Obj object)) {
        throw new InvalidData("expected an object");
      }
      JsonMembers statement = JsonMembers.of(object, "statement");
      statement.word("_type", STATEMENT_TYPES);
      for (JsonMembers subject : statement.objects("subject")) {
        JsonMembers digests = subject.optionalObject("digest");
        if (digests != null && isOf(digests, artifact)) {
          return;
        }
      }
    } catch (InvalidData e) {
      throw new ArtifactRejected("the signed statement cannot be read: " + e.getMessage(), e);
    }
    throw new ArtifactRejected("the signed statement is not about this artifact");
  }

  /** Whether every digest that is known of both is the same, and there is one. */
  private static boolean isOf(JsonMembers digests, SignedDigests artifact) {
    boolean found = false;
    for (Map.Entry<String, JsonValue> digest : digests.object().members().entrySet()) {
      DigestAlgorithm algorithm = HashNames.ofWord(digest.getKey());
      byte[] expected = algorithm == null ? null : artifact.digest(algorithm);
      if (expected != null) {
        String hex = digests.string(digest.getKey());
        if (!hex.equals(HexFormat.of().formatHex(expected))) {
          return false;
        }
        found = true;
      }
    }
    return found;
  }
}
