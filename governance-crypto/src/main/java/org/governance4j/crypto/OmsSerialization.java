package org.governance4j.crypto;

import java.util.List;
import org.governance4j.crypto.hash.HashType;

/**
 * How the files of an artifact were enumerated and hashed.
 *
 * @param hashType of every resource; the root is always SHA-256
 * @param shardSize the bytes of a shard, or 0 if every file was hashed as a whole
 * @param ignored the paths the signer left out
 */
record OmsSerialization(HashType hashType, long shardSize, List<String> ignored) {

  static final String FILES = "files";
  static final String SHARDS = "shards";

  /** What a resource's algorithm was called before OMS 1.0: {@code sha256-sharded-8}. */
  static final String SHARDED = "-sharded-";

  boolean isSharded() {
    return shardSize > 0;
  }

  /** The word for the method. */
  String method() {
    return isSharded() ? SHARDS : FILES;
  }
}
