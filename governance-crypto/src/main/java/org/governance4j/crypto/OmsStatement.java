package org.governance4j.crypto;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.governance4j.ArtifactRejected;
import org.governance4j.Digest;
import org.governance4j.InvalidData;
import org.governance4j.JsonValue;
import org.governance4j.crypto.hash.FileBytes;
import org.governance4j.crypto.hash.ModelTree;
import org.governance4j.crypto.hash.ResourceNames;
import org.governance4j.json.CanonicalJson;
import org.governance4j.json.JsonMembers;
import org.governance4j.json.StrictJson;
import org.jspecify.annotations.Nullable;

/**
 * What an OMS 1.0 signature says: an in-toto Statement v1 with one subject and the list of files.
 *
 * @param subject the artifact's name
 * @param resources the files in signed order
 * @param ignored the paths the signer left out
 */
record OmsStatement(String subject, List<Resource> resources, List<String> ignored) {

  private static final String TYPE = "https://in-toto.io/Statement/v1";
  private static final String PREDICATE_TYPE = "https://model_signing/signature/v1.0";
  private static final String SHA256 = "sha256";

  /**
   * The digest that OMS signs: SHA-256 over the raw digests of the files in listed order. It says
   * nothing of names, so it does not tell an artifact from one whose files changed places.
   */
  Digest root() {
    MessageDigest sha256 = FileBytes.sha256();
    for (Resource resource : resources) {
      sha256.update(resource.digest().bytes());
    }
    return Digest.of(sha256.digest());
  }

  /**
   * The digest by which the artifact is known: SHA-256 over the canonical JSON (RFC 8785) of an
   * object with the lower-case hexadecimal SHA-256 of each file by its name. The order in which a
   * signer lists the files makes no difference.
   */
  Digest digest() {
    Map<String, JsonValue> files = new LinkedHashMap<>();
    resources.forEach(file -> files.put(file.name(), JsonValue.of(file.digest().hex())));
    return Digest.sha256(CanonicalJson.write(new JsonValue.Obj(files)));
  }

  /** The payload to sign. */
  byte[] write() {
    JsonValue.Obj serialization =
        JsonValue.object()
            .with("method", JsonValue.of("files"))
            .with("hash_type", JsonValue.of(SHA256))
            .with("allow_symlinks", JsonValue.of(false))
            .with("ignore_paths", new JsonValue.Arr(ignored.stream().map(JsonValue::of).toList()));
    JsonValue.Obj predicate =
        JsonValue.object()
            .with("resources", new JsonValue.Arr(resources.stream().map(this::write).toList()))
            .with("serialization", serialization);
    JsonValue.Obj digests = JsonValue.object().with(SHA256, JsonValue.of(root().hex()));
    return CanonicalJson.write(
        JsonValue.object()
            .with("_type", JsonValue.of(TYPE))
            .with(
                "subject",
                JsonValue.array(
                    JsonValue.object().with("name", JsonValue.of(subject)).with("digest", digests)))
            .with("predicateType", JsonValue.of(PREDICATE_TYPE))
            .with("predicate", predicate));
  }

  private JsonValue write(Resource resource) {
    return JsonValue.object()
        .with("name", JsonValue.of(resource.name()))
        .with("digest", JsonValue.of(resource.digest().hex()))
        .with("algorithm", JsonValue.of(SHA256));
  }

  /**
   * Reads a payload whose signature was verified, in the order it lists the files.
   *
   * @param singleFile the name of the file if the artifact is one, which older signers wrote "."
   */
  static OmsStatement parse(byte[] payload, @Nullable String singleFile) {
    try {
      return read(JsonMembers.of(StrictJson.parseObject(payload), "statement"), singleFile);
    } catch (InvalidData e) {
      throw new ArtifactRejected("the signed statement cannot be read: " + e.getMessage(), e);
    }
  }

  private static OmsStatement read(JsonMembers statement, @Nullable String singleFile) {
    statement.word("_type", List.of(TYPE));
    statement.word("predicateType", List.of(PREDICATE_TYPE));
    JsonMembers subject = OmsBundle.only(statement, "subject");
    JsonMembers predicate = statement.object("predicate");
    statement.noOthers();
    List<JsonMembers> resources = predicate.objects("resources");
    JsonMembers serialization = predicate.object("serialization");
    predicate.noOthers();

    serialization.word("method", List.of("files"));
    serialization.word("hash_type", List.of(SHA256));
    // Links are refused wherever they are met, so what the signer allowed makes no difference.
    serialization.bool("allow_symlinks");
    List<String> ignored =
        serialization.has("ignore_paths") ? serialization.strings("ignore_paths") : List.of();
    serialization.noOthers();

    // The schema of OMS lets subjects and resources have further members, of no meaning to it.
    OmsStatement result =
        new OmsStatement(subject.text("name"), resources(resources, singleFile), ignored);
    Digest stated = digest(subject.object("digest"), SHA256);
    if (!stated.equals(result.root())) {
      throw subject.invalid(
          "digest", "expected that of the files, " + result.root() + ", found " + stated);
    }
    return result;
  }

  private static List<Resource> resources(List<JsonMembers> items, @Nullable String singleFile) {
    if (items.isEmpty() || items.size() > ModelTree.MAX_FILES) {
      throw new InvalidData(
          "statement lists " + items.size() + " files, allowed are 1 to " + ModelTree.MAX_FILES);
    }
    List<Resource> resources = new ArrayList<>(items.size());
    for (JsonMembers item : items) {
      item.word("algorithm", List.of(SHA256));
      String name = item.string("name");
      if (name.equals(".") && items.size() == 1 && singleFile != null) {
        name = singleFile;
      }
      String fault = ResourceNames.fault(name);
      if (fault != null) {
        throw item.invalid("name", ResourceNames.quote(name) + " " + fault);
      }
      resources.add(new Resource(name, digest(item, "digest")));
    }
    ResourceNames.requireDistinct(resources.stream().map(Resource::name)::iterator);
    return List.copyOf(resources);
  }

  private static Digest digest(JsonMembers members, String name) {
    String hex = members.string(name);
    try {
      return Digest.parseHex(hex);
    } catch (InvalidData e) {
      throw members.invalid(
          name, "expected 64 lower-case hex digits, found " + ResourceNames.quote(hex));
    }
  }
}
