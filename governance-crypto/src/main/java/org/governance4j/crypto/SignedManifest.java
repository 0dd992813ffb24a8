package org.governance4j.crypto;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.governance4j.ArtifactRejected;
import org.governance4j.crypto.hash.ResourceNames;

/**
 * The list of files that trusted signers have signed, for whoever calculates digests elsewhere: in
 * a store of artifacts, on another machine, while a model is copied. No file was looked at.
 *
 * <p>Immutable; safe for any number of threads.
 *
 * @param name the artifact's, as the signer wrote it; empty in signatures older than OMS 1.0
 * @param signer who signed, for people
 * @param hashType what the digests are: {@code sha256}, {@code blake2b} (of 64 bytes) or {@code
 *     blake3}
 * @param shardSize the bytes of a shard, or 0 if every file was hashed as a whole
 * @param ignored the paths that the signer left out, each with all below it
 * @param digests lower-case hexadecimal digests by file, or by {@code file:start:end} if there are
 *     shards, in signed order
 */
public record SignedManifest(
    String name,
    String signer,
    String hashType,
    long shardSize,
    List<String> ignored,
    Map<String, String> digests) {

  private static final int MAX_LISTED = 10;

  /** Copies list and map. */
  public SignedManifest {
    ignored = List.copyOf(ignored);
    digests = Collections.unmodifiableMap(new LinkedHashMap<>(digests));
  }

  static SignedManifest of(OmsStatement statement, String signer) {
    OmsSerialization how = statement.serialization();
    Map<String, String> digests = new LinkedHashMap<>();
    statement.resources().forEach(one -> digests.put(one.name(), one.hex()));
    return new SignedManifest(
        statement.subject(),
        signer,
        how.hashType().word(),
        how.shardSize(),
        how.ignored(),
        digests);
  }

  /**
   * Returns if these are exactly the signed files with exactly the signed digests.
   *
   * @param calculated lower-case hexadecimal digests by the names of {@link #digests}
   * @throws ArtifactRejected if one is missing, not signed, or another; names them
   */
  public void require(Map<String, String> calculated) {
    List<String> faults = new ArrayList<>();
    digests.forEach(
        (file, expected) -> {
          String found = calculated.get(file);
          if (found == null) {
            faults.add(ResourceNames.quote(file) + " is missing");
          } else if (!found.equals(expected)) {
            faults.add(
                ResourceNames.quote(file)
                    + " has the "
                    + hashType
                    + " "
                    + ResourceNames.quote(found)
                    + ", signed is "
                    + expected);
          }
        });
    if (faults.isEmpty() && calculated.size() == digests.size()) {
      return;
    }
    for (String file : calculated.keySet()) {
      if (!digests.containsKey(file)) {
        faults.add(ResourceNames.quote(file) + " is not signed");
      }
    }
    int more = faults.size() - MAX_LISTED;
    throw new ArtifactRejected(
        "the files are not the signed ones: "
            + String.join(", ", faults.subList(0, Math.min(faults.size(), MAX_LISTED)))
            + (more > 0 ? ", and " + more + " more" : ""));
  }
}
