package org.governance4j.conformance;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.governance4j.InvalidData;

/**
 * A copy of a model in a folder of its own, changed as a case asks for, because a suite's folder is
 * never written to.
 */
final class OmsModel implements AutoCloseable {

  private final Path temporary;
  private final Path model;

  private OmsModel(Path temporary, Path model) {
    this.temporary = temporary;
    this.model = model;
  }

  /** Copies a file, or a folder with all in it. */
  static OmsModel copy(Path from) throws IOException {
    Path temporary = Files.createTempDirectory("oms-model");
    Path name = from.getFileName();
    OmsModel copy =
        new OmsModel(temporary, temporary.resolve(name == null ? "model" : name.toString()));
    try (Stream<Path> all = Files.walk(from)) {
      for (Path file : all.toList()) {
        Files.copy(
            file,
            copy.model.resolve(from.relativize(file).toString()),
            LinkOption.NOFOLLOW_LINKS,
            StandardCopyOption.COPY_ATTRIBUTES);
      }
      return copy;
    } catch (IOException | RuntimeException e) {
      copy.close();
      throw e;
    }
  }

  /** A new folder. */
  static OmsModel empty(String name) throws IOException {
    Path temporary = Files.createTempDirectory("oms-model");
    return new OmsModel(temporary, Files.createDirectory(temporary.resolve(name)));
  }

  /** Where the copy is. */
  Path path() {
    return model;
  }

  /** Another file beside the copy. */
  Path beside(String name) {
    return temporary.resolve(name);
  }

  /** Makes the links a case asks for. */
  void link(Map<String, String> links) throws IOException {
    for (Map.Entry<String, String> link : links.entrySet()) {
      Files.createSymbolicLink(inside(link.getKey()), Path.of(link.getValue()));
    }
  }

  /** Deletes files, with all that is below them. */
  void delete(List<String> names) throws IOException {
    for (String name : names) {
      deleteTree(inside(name));
    }
  }

  /** Writes files, new ones and in place of others. */
  void write(Map<String, String> texts) throws IOException {
    for (Map.Entry<String, String> text : texts.entrySet()) {
      Path file = inside(text.getKey());
      Files.createDirectories(parent(file));
      Files.write(file, text.getValue().getBytes(StandardCharsets.UTF_8));
    }
  }

  private Path inside(String name) {
    Path file = model.resolve(name).normalize();
    if (!file.startsWith(model) || file.equals(model)) {
      throw new InvalidData("the case changes " + name + ", which is not in the model");
    }
    return file;
  }

  private static Path parent(Path file) {
    Path parent = file.getParent();
    if (parent == null) {
      throw new InvalidData("no folder has " + file);
    }
    return parent;
  }

  @Override
  public void close() throws IOException {
    deleteTree(temporary);
  }

  private static void deleteTree(Path top) throws IOException {
    List<Path> found;
    try (Stream<Path> all = Files.walk(top)) {
      found = all.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path file : found) {
      Files.delete(file);
    }
  }
}
