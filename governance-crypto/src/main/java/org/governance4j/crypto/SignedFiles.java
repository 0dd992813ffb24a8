package org.governance4j.crypto;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.governance4j.ArtifactRejected;
import org.governance4j.crypto.hash.ModelFile;
import org.governance4j.crypto.hash.ResourceNames;
import org.jspecify.annotations.Nullable;

/**
 * The files on disk that a statement names, if they are exactly the signed ones: their names and,
 * where the statement tells, their lengths. Their contents are not looked at here.
 *
 * @param statement what was signed
 * @param files the files by name, in signed order
 */
record SignedFiles(OmsStatement statement, Map<String, ModelFile> files) {

  private static final int MAX_LISTED = 10;

  /**
   * Compares a statement with what is on disk.
   *
   * @param ignoreUnsigned whether further files do not matter
   */
  static SignedFiles match(OmsStatement statement, List<ModelFile> found, boolean ignoreUnsigned) {
    Map<String, List<Resource>> signed = new LinkedHashMap<>();
    for (Resource resource : statement.resources()) {
      signed.computeIfAbsent(resource.file(), name -> new ArrayList<>(1)).add(resource);
    }
    long shardSize = statement.serialization().shardSize();
    List<String> faults = new ArrayList<>();
    Map<String, ModelFile> byName = new HashMap<>();
    for (ModelFile file : found) {
      List<Resource> resources = signed.get(file.name());
      String fault =
          resources == null
              ? unsigned(file, shardSize, ignoreUnsigned)
              : fault(file, resources, shardSize);
      if (fault != null) {
        faults.add(ResourceNames.quote(file.name()) + " " + fault);
      }
      byName.put(file.name(), file);
    }
    Map<String, ModelFile> files = new LinkedHashMap<>();
    signed.forEach(
        (name, resources) -> {
          ModelFile file = byName.get(name);
          if (file == null) {
            faults.add(ResourceNames.quote(name) + " is missing");
          } else {
            files.put(name, file);
          }
        });
    refuse(faults);
    return new SignedFiles(statement, files);
  }

  private static @Nullable String unsigned(ModelFile file, long shardSize, boolean ignoreUnsigned) {
    // A file without bytes has no shard, and so OMS 1.0 leaves it out of a list of shards.
    boolean omitted = shardSize > 0 && file.size() == 0 && file.fault() == null;
    return ignoreUnsigned || omitted ? null : "is not signed";
  }

  private static @Nullable String fault(ModelFile file, List<Resource> resources, long shardSize) {
    if (file.fault() != null) {
      return file.fault();
    }
    return shardSize == 0 ? null : uncovered(file.size(), resources, shardSize);
  }

  /** Why the shards are not exactly those into which a file of this length is cut. */
  private static @Nullable String uncovered(long size, List<Resource> resources, long shardSize) {
    long expected = size == 0 ? 1 : (size - 1) / shardSize + 1;
    if (resources.size() != expected) {
      return "has " + size + " bytes, which are not the " + resources.size() + " signed shards";
    }
    for (Resource shard : resources) {
      long end = shard.start() > size - shardSize ? size : shard.start() + shardSize;
      if (shard.start() % shardSize != 0
          || shard.end() != end
          || (shard.start() >= size && size > 0)) {
        return "has "
            + size
            + " bytes, of which "
            + shard.start()
            + " to "
            + shard.end()
            + " is no shard of "
            + shardSize;
      }
    }
    return null;
  }

  private static void refuse(List<String> faults) {
    if (!faults.isEmpty()) {
      String more =
          faults.size() > MAX_LISTED ? ", and " + (faults.size() - MAX_LISTED) + " more" : "";
      throw new ArtifactRejected(
          "the files are not the signed ones: "
              + String.join(", ", faults.subList(0, Math.min(faults.size(), MAX_LISTED)))
              + more);
    }
  }
}
