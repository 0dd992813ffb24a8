package org.governance4j.crypto;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.governance4j.Digest;
import org.governance4j.JsonValue;
import org.governance4j.crypto.hash.FileBytes;
import org.governance4j.crypto.hash.ResourceNames;
import org.governance4j.json.CanonicalJson;

/**
 * What an OMS 1.0 signature says: an in-toto Statement v1 with one subject and the list of files.
 *
 * @param subject the artifact's name; empty in a statement older than OMS 1.0, which has none
 * @param resources the files, or their parts, in signed order
 * @param serialization how they were hashed, and what was left out
 */
record OmsStatement(String subject, List<Resource> resources, OmsSerialization serialization) {

  static final String TYPE = "https://in-toto.io/Statement/v1";
  static final String PREDICATE_TYPE = "https://model_signing/signature/v1.0";
  static final String SHA256 = "sha256";

  /**
   * A statement as it is written: OMS 1.0 section 6.4 orders resources by the name's code points.
   */
  static OmsStatement sorted(
      String subject, List<Resource> resources, OmsSerialization serialization) {
    List<Resource> ordered = new ArrayList<>(resources);
    ordered.sort(Comparator.comparing(Resource::name, ResourceNames.BY_CODE_POINT));
    return new OmsStatement(subject, List.copyOf(ordered), serialization);
  }

  /**
   * The digest that OMS signs: SHA-256 over the raw digests of the resources in listed order. It
   * says nothing of names, so it does not tell an artifact from one whose files changed places.
   */
  Digest root() {
    var sha256 = FileBytes.sha256();
    for (Resource resource : resources) {
      sha256.update(resource.digest());
    }
    return Digest.of(sha256.digest());
  }

  /** The names of the files, each once, in signed order. */
  Set<String> files() {
    Set<String> files = new LinkedHashSet<>();
    resources.forEach(resource -> files.add(resource.file()));
    return files;
  }

  /**
   * What two signers must agree on to have signed the same: every resource with its digest, how it
   * was hashed and what was left out. The name of the artifact may differ, and so may the order.
   */
  String claim() {
    Set<String> lines = new TreeSet<>();
    for (Resource resource : resources) {
      lines.add("file " + resource.hex() + " " + resource.name());
    }
    for (String path : serialization.ignored()) {
      lines.add("ignored " + path);
    }
    String how = serialization.hashType().word() + " " + serialization.shardSize();
    JsonValue[] all = lines.stream().map(JsonValue::of).toArray(JsonValue[]::new);
    return CanonicalJson.writeString(JsonValue.array(JsonValue.of(how), JsonValue.array(all)));
  }

  /** The payload to sign. */
  byte[] write() {
    JsonValue.Obj how =
        JsonValue.object()
            .with("method", JsonValue.of(serialization.method()))
            .with("hash_type", JsonValue.of(serialization.hashType().word()))
            .with("allow_symlinks", JsonValue.of(false))
            .with(
                "ignore_paths",
                new JsonValue.Arr(serialization.ignored().stream().map(JsonValue::of).toList()));
    if (serialization.isSharded()) {
      how = how.with("shard_size", JsonValue.of(serialization.shardSize()));
    }
    JsonValue.Obj predicate =
        JsonValue.object()
            .with("resources", new JsonValue.Arr(resources.stream().map(this::write).toList()))
            .with("serialization", how);
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
        .with("digest", JsonValue.of(resource.hex()))
        .with("algorithm", JsonValue.of(serialization.hashType().word()));
  }
}
