package org.governance4j.cli;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import java.util.TreeSet;

/**
 * What lies in a folder beside the verified files: whoever reads "verified" must not take it to be.
 */
final class LeftOut extends SimpleFileVisitor<Path> {
  private static final int MOST_NAMES = 3;

  /** What every signer leaves out at the top. */
  private static final Set<String> USUAL =
      Set.of(".git", ".gitattributes", ".github", ".gitignore");

  private final Path folder;
  private final Path signature;
  private final Set<String> verified;
  private final Set<String> first = new TreeSet<>();
  private long count;

  private LeftOut(Path folder, Path signature, Set<String> verified) {
    this.folder = folder;
    this.signature = signature;
    this.verified = verified;
  }

  /**
   * One line that says how many there are, and some names; empty if there are none.
   *
   * @param verified relative names
   */
  static String told(Path model, Path signature, Set<String> verified) throws IOException {
    if (!Files.isDirectory(model, LinkOption.NOFOLLOW_LINKS)) {
      return "";
    }
    LeftOut walk = new LeftOut(absolute(model), absolute(signature), verified);
    Files.walkFileTree(walk.folder, walk);
    if (walk.count == 0) {
      return "";
    }
    return "not verified, because left out: "
        + String.join(", ", walk.first)
        + (walk.count > walk.first.size()
            ? " and " + (walk.count - walk.first.size()) + " more"
            : "");
  }

  private static Path absolute(Path path) {
    return path.toAbsolutePath().normalize();
  }

  @Override
  public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
    return usual(directory) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
    String name = folder.relativize(file).toString().replace('\\', '/');
    if (!verified.contains(name) && !usual(file) && !file.equals(signature)) {
      add(name);
    }
    return FileVisitResult.CONTINUE;
  }

  /** What cannot be looked at was not verified either. */
  @Override
  public FileVisitResult visitFileFailed(Path file, IOException failure) {
    add(folder.relativize(file).toString());
    return FileVisitResult.CONTINUE;
  }

  private boolean usual(Path path) {
    return folder.equals(path.getParent()) && USUAL.contains(String.valueOf(path.getFileName()));
  }

  private void add(String name) {
    count++;
    if (first.size() < MOST_NAMES) {
      first.add('"' + name + '"');
    }
  }
}
