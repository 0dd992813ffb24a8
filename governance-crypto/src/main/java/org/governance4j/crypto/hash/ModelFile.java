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
 */
public record ModelFile(String name, Path path, long size, @Nullable String fault) {}
