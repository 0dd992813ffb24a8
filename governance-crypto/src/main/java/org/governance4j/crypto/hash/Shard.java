package org.governance4j.crypto.hash;

import java.util.ArrayList;
import java.util.List;
import org.governance4j.ArtifactRejected;

/**
 * A part of a file with a digest of its own: OMS 1.0, method {@code shards}.
 *
 * @param file the file
 * @param start the position of its first byte
 * @param end the position behind its last byte
 */
public record Shard(ModelFile file, long start, long end) {

  /** The size of shards unless a statement says otherwise, in bytes. */
  public static final long DEFAULT_BYTES = 1_000_000_000;

  /**
   * Checks that the file has such bytes.
   *
   * @throws ArtifactRejected if not, or if there are none in between
   */
  public Shard {
    if (start < 0 || start >= end || end > file.size()) {
      throw new ArtifactRejected(
          "file "
              + ResourceNames.quote(file.name())
              + " has no shard "
              + start
              + ":"
              + end
              + ", its size is "
              + file.size());
    }
  }

  /** The name as it stands in a statement. */
  public String name() {
    return file.name() + ":" + start + ":" + end;
  }

  /** How many bytes it has. */
  public long length() {
    return end - start;
  }

  /**
   * Cuts files into shards of one size, of which the last of a file may be shorter. Empty files
   * have none.
   *
   * @throws ArtifactRejected if the size is not positive, or there are more than {@link
   *     ModelTree#MAX_FILES} shards
   */
  public static List<Shard> cut(List<ModelFile> files, long shardSize) {
    if (shardSize < 1) {
      throw new ArtifactRejected("the shard size must be positive, found " + shardSize);
    }
    List<Shard> shards = new ArrayList<>();
    for (ModelFile file : files) {
      long size = file.size();
      long count = size / shardSize + (size % shardSize == 0 ? 0 : 1);
      if (count > ModelTree.MAX_FILES - shards.size()) {
        throw new ArtifactRejected(
            "shards of " + shardSize + " bytes are more than " + ModelTree.MAX_FILES);
      }
      for (long i = 0; i < count; i++) {
        long start = i * shardSize;
        shards.add(new Shard(file, start, start + Math.min(shardSize, size - start)));
      }
    }
    return shards;
  }
}
