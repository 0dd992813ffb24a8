package org.governance4j;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a model or data artifact is: one file, or a folder with everything in it.
 *
 * @param path the file or folder
 * @param ignored relative paths with {@code /} separators that are not part of the artifact; a
 *     folder stands for its whole subtree
 */
public record ArtifactSource(Path path, List<String> ignored) {

  /** Copies the list and refuses paths that leave the folder. */
  public ArtifactSource {
    ignored = List.copyOf(ignored);
    for (String relative : ignored) {
      if (relative.isEmpty()
          || relative.startsWith("/")
          || List.of(relative.split("/", -1)).contains("..")) {
        throw new IllegalArgumentException(
            "an ignored path must be relative and stay inside the artifact: \"" + relative + "\"");
      }
    }
  }

  /** All of a file or folder. */
  public static ArtifactSource of(Path path) {
    return new ArtifactSource(path, List.of());
  }

  /** The same without one more relative path. */
  public ArtifactSource ignoring(String relative) {
    List<String> more = new ArrayList<>(ignored);
    more.add(relative);
    return new ArtifactSource(path, more);
  }
}
