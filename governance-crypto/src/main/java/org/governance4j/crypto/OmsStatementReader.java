package org.governance4j.crypto;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.governance4j.ArtifactRejected;
import org.governance4j.Digest;
import org.governance4j.InvalidData;
import org.governance4j.crypto.hash.HashType;
import org.governance4j.crypto.hash.ModelTree;
import org.governance4j.crypto.hash.ResourceNames;
import org.governance4j.json.JsonMembers;
import org.jspecify.annotations.Nullable;

/**
 * Reads a payload whose signature was verified. What decides is read strictly; what the signers of
 * today write otherwise than OMS 1.0 says is read as they mean it: a shard size of {@code 8.0}, the
 * name {@code .} of an artifact that is one file, {@code sha256-sharded-8} for the algorithm of a
 * shard, and resources in any order.
 */
final class OmsStatementReader {

  private static final String DIGESTS_TYPE = "https://model_signing/Digests/v0.1";

  /** The longest position in a shard's name: no file is longer than a long can count. */
  private static final int MAX_DIGITS = 18;

  private final @Nullable String singleFile;
  private final boolean digests;
  private final int maxBytes;

  /**
   * A reader for one artifact.
   *
   * @param singleFile the name of the file if the artifact is one, which older signers wrote "."
   * @param digests whether to read statements older than OMS 1.0, too
   * @param maxBytes the longest statement
   */
  OmsStatementReader(@Nullable String singleFile, boolean digests, int maxBytes) {
    this.singleFile = singleFile;
    this.digests = digests;
    this.maxBytes = maxBytes;
  }

  /** The statement in the order it lists the files. */
  OmsStatement read(byte[] payload) {
    try {
      JsonMembers statement = OmsBundle.object(payload, maxBytes, "statement");
      statement.word("_type", List.of(OmsStatement.TYPE));
      List<String> known =
          digests
              ? List.of(OmsStatement.PREDICATE_TYPE, DIGESTS_TYPE)
              : List.of(OmsStatement.PREDICATE_TYPE);
      String type = statement.word("predicateType", known);
      return type.equals(DIGESTS_TYPE) ? digests(statement) : current(statement);
    } catch (InvalidData e) {
      throw new ArtifactRejected("the signed statement cannot be read: " + e.getMessage(), e);
    }
  }

  private OmsStatement current(JsonMembers statement) {
    JsonMembers subject = OmsBundle.only(statement, "subject");
    JsonMembers predicate = statement.object("predicate");
    statement.noOthers();
    List<JsonMembers> resources = predicate.objects("resources");
    OmsSerialization serialization = serialization(predicate.object("serialization"));
    predicate.noOthers();

    // The schema of OMS lets subjects and resources have further members, of no meaning to it.
    OmsStatement result =
        new OmsStatement(subject.text("name"), resources(resources, serialization), serialization);
    String stated = subject.object("digest").string(OmsStatement.SHA256);
    Digest root = result.root();
    if (!stated.equals(root.hex())) {
      throw subject.invalid(
          "digest", "expected that of the files, " + root + ", found " + quote(stated));
    }
    return result;
  }

  private static OmsSerialization serialization(JsonMembers how) {
    String method = how.word("method", List.of(OmsSerialization.FILES, OmsSerialization.SHARDS));
    HashType type = hashType(how);
    // Links are refused wherever they are met, so what the signer allowed makes no difference.
    how.bool("allow_symlinks");
    long shardSize = 0;
    if (method.equals(OmsSerialization.SHARDS)) {
      shardSize = how.integer("shard_size", 1, Long.MAX_VALUE);
    } else if (how.has("shard_size")) {
      throw how.invalid("shard_size", "has no place beside the method \"files\"");
    }
    List<String> ignored = how.has("ignore_paths") ? how.strings("ignore_paths") : List.of();
    how.noOthers();
    return new OmsSerialization(type, shardSize, ignored);
  }

  private static HashType hashType(JsonMembers how) {
    List<String> words = new ArrayList<>();
    for (HashType type : HashType.values()) {
      words.add(type.word());
    }
    return HashType.of(how.word("hash_type", words));
  }

  private List<Resource> resources(List<JsonMembers> items, OmsSerialization serialization) {
    requireSome(items);
    String word = serialization.hashType().word();
    List<String> algorithms =
        serialization.isSharded()
            ? List.of(word, word + OmsSerialization.SHARDED + serialization.shardSize())
            : List.of(word);
    List<Resource> resources = new ArrayList<>(items.size());
    for (JsonMembers item : items) {
      item.word("algorithm", algorithms);
      byte[] digest = digest(item, "digest", serialization.hashType());
      resources.add(
          serialization.isSharded() ? shard(item, digest) : Resource.whole(file(item), digest));
    }
    requireDistinct(resources);
    return List.copyOf(resources);
  }

  /** The list of files as signers wrote it before OMS 1.0: one subject each, nothing else. */
  private OmsStatement digests(JsonMembers statement) {
    List<JsonMembers> subjects = statement.objects("subject");
    requireSome(subjects);
    List<Resource> resources = new ArrayList<>(subjects.size());
    for (JsonMembers subject : subjects) {
      JsonMembers annotations = subject.optionalObject("annotations");
      if (annotations != null) {
        annotations.optionalWord("actual_hash_algorithm", List.of("file-sha256"));
      }
      byte[] digest = digest(subject.object("digest"), OmsStatement.SHA256, HashType.SHA256);
      resources.add(Resource.whole(file(subject), digest));
    }
    requireDistinct(resources);
    return new OmsStatement(
        "", List.copyOf(resources), new OmsSerialization(HashType.SHA256, 0, List.of()));
  }

  private static void requireSome(List<JsonMembers> items) {
    if (items.isEmpty() || items.size() > ModelTree.MAX_FILES) {
      throw new InvalidData(
          "statement lists " + items.size() + " files, allowed are 1 to " + ModelTree.MAX_FILES);
    }
  }

  private String file(JsonMembers item) {
    return plain(item, item.string("name"));
  }

  private Resource shard(JsonMembers item, byte[] digest) {
    String name = item.string("name");
    int last = name.lastIndexOf(':');
    int first = last < 0 ? -1 : name.lastIndexOf(':', last - 1);
    if (first < 0) {
      throw item.invalid("name", "expected path:start:end, found " + quote(name));
    }
    long start = position(item, name.substring(first + 1, last));
    long end = position(item, name.substring(last + 1));
    if (end < start) {
      throw item.invalid("name", "the shard ends before it starts: " + quote(name));
    }
    return new Resource(plain(item, name.substring(0, first)), start, end, digest);
  }

  private static long position(JsonMembers item, String digits) {
    boolean number =
        !digits.isEmpty()
            && digits.length() <= MAX_DIGITS
            && digits.chars().allMatch(c -> c >= '0' && c <= '9')
            && (digits.length() == 1 || digits.charAt(0) != '0');
    if (!number) {
      throw item.invalid("name", "expected a position in a file, found " + quote(digits));
    }
    return Long.parseLong(digits);
  }

  private String plain(JsonMembers item, String name) {
    if (name.equals(".") && singleFile != null) {
      return singleFile;
    }
    String fault = ResourceNames.fault(name);
    if (fault != null) {
      throw item.invalid("name", quote(name) + " " + fault);
    }
    return name;
  }

  private static void requireDistinct(List<Resource> resources) {
    Set<String> files = new HashSet<>();
    Map<String, Resource> seen = new HashMap<>();
    for (Resource resource : resources) {
      if (seen.put(resource.name(), resource) != null) {
        throw new ArtifactRejected("file " + quote(resource.name()) + " is listed twice");
      }
      files.add(resource.file());
    }
    ResourceNames.requireDistinct(files);
  }

  private static byte[] digest(JsonMembers members, String name, HashType type) {
    String hex = members.string(name);
    if (hex.length() == 2 * type.bytes() && hex.equals(hex.toLowerCase(Locale.ROOT))) {
      try {
        return HexFormat.of().parseHex(hex);
      } catch (IllegalArgumentException e) {
        throw notHex(members, name, type, hex);
      }
    }
    throw notHex(members, name, type, hex);
  }

  private static InvalidData notHex(JsonMembers members, String name, HashType type, String hex) {
    return members.invalid(
        name, "expected " + 2 * type.bytes() + " lower-case hex digits, found " + quote(hex));
  }

  private static String quote(String text) {
    return ResourceNames.quote(text);
  }
}
