package org.governance4j.conformance;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.governance4j.InvalidData;
import org.governance4j.JsonValue;
import org.governance4j.json.JsonMembers;
import org.jspecify.annotations.Nullable;

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

  /** Where the copy is. */
  Path path() {
    return model;
  }

  /** Another file beside the copy. */
  Path beside(String name) {
    return temporary.resolve(name);
  }

  /**
   * Tampers with files, deletes or injects some, makes links.
   *
   * @throws InvalidData if the case asks for something else
   */
  void change(@Nullable JsonMembers changes) throws IOException {
    if (changes == null) {
      return;
    }
    JsonMembers tamper = changes.optionalObject("tamper");
    JsonMembers inject = changes.optionalObject("inject");
    JsonMembers links = changes.optionalObject("symlinks");
    for (String name : VectorFile.optionalStrings(changes, "delete")) {
      deleteTree(inside(name));
    }
    changes.noOthers();
    for (JsonMembers texts : Stream.of(tamper, inject).filter(some -> some != null).toList()) {
      for (String name : texts.names()) {
        Path file = inside(name);
        Files.createDirectories(parent(file));
        Files.write(file, texts.string(name).getBytes(StandardCharsets.UTF_8));
      }
    }
    if (links != null) {
      for (String name : links.names()) {
        Files.createSymbolicLink(inside(name), Path.of(links.string(name)));
      }
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
