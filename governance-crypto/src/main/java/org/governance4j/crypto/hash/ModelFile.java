package org.governance4j.crypto.hash;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Something with a name in an artifact's folder.
 *
 * @param name relative, with {@code /}
 * @param path where it is
 * @param size its length in bytes when it was looked at
 * @param fault why it cannot be part of an artifact, or null for a regular file
 * @param state what it was when it was looked at, or null if that is not to be held against it
 */
public record ModelFile(
    String name, Path path, long size, @Nullable String fault, @Nullable FileState state) {

  /** A file of which only the size must still be the same when it is read. */
  public ModelFile(String name, Path path, long size, @Nullable String fault) {
    this(name, path, size, fault, null);
  }
}
