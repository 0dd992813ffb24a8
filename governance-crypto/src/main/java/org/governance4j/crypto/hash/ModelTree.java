package org.governance4j.crypto.hash;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.governance4j.ArtifactRejected;
import org.governance4j.ArtifactSource;
import org.jspecify.annotations.Nullable;

/**
 * Lists what is in an artifact, without following links and without opening anything.
 *
 * <p>Only regular files with one name can be part of an artifact. A symbolic link points out of
 * what is signed; a FIFO or device blocks or never ends; a file with a second hard link can be
 * changed by somebody who cannot even see the folder.
 */
public final class ModelTree {

  /** The most files in an artifact. */
  public static final int MAX_FILES = 1_000_000;

  /** Never part of an artifact, at its top level only: OMS 1.0 section 6.2. */
  public static final List<String> DEFAULT_IGNORED =
      List.of(".git", ".gitattributes", ".github", ".gitignore");

  private final List<String> ignored;
  private final List<ModelFile> found = new ArrayList<>();

  private ModelTree(List<String> ignored) {
    this.ignored = ignored;
  }

  /**
   * The entries of a folder, or the one file, sorted by name; faults are for the caller to judge.
   *
   * @param ignored paths that are not part of it, beside the default ones
   */
  public static List<ModelFile> list(Path path, List<String> ignored) throws IOException {
    BasicFileAttributes attributes = attributes(path);
    if (!attributes.isDirectory()) {
      return List.of(entry(fileName(path), path, attributes));
    }
    List<String> all = new ArrayList<>(DEFAULT_IGNORED);
    all.addAll(ignored);
    ModelTree tree = new ModelTree(all);
    tree.walk(path, "", 1);
    tree.found.sort(Comparator.comparing(ModelFile::name, ResourceNames.BY_CODE_POINT));
    return tree.found;
  }

  /** The name of the artifact: that of its file or folder. */
  public static String nameOf(ArtifactSource source) {
    return fileName(source.path().toAbsolutePath().normalize());
  }

  /** Whether the artifact is a folder; a link to one is not. */
  public static boolean isFolder(Path path) throws IOException {
    return attributes(path).isDirectory();
  }

  /** The paths a caller left out, each in the spelling that names on disk have. */
  public static List<String> normalized(List<String> ignored) {
    List<String> plain = new ArrayList<>();
    for (String path : ignored) {
      List<String> segments = new ArrayList<>(List.of(path.split("/")));
      segments.removeIf(segment -> segment.isEmpty() || segment.equals("."));
      if (segments.isEmpty()) {
        throw new ArtifactRejected("ignoring " + ResourceNames.quote(path) + " leaves no files");
      }
      plain.add(String.join("/", segments));
    }
    return plain;
  }

  private void walk(Path folder, String prefix, int depth) throws IOException {
    if (depth > ResourceNames.MAX_DEPTH) {
      throw new ArtifactRejected(
          "folder " + ResourceNames.quote(prefix) + " is deeper than " + ResourceNames.MAX_DEPTH);
    }
    try (DirectoryStream<Path> children = Files.newDirectoryStream(folder)) {
      for (Path child : children) {
        String name = prefix + fileName(child);
        if (ResourceNames.isUnder(name, ignored)) {
          continue;
        }
        BasicFileAttributes attributes = attributes(child);
        if (attributes.isDirectory()) {
          walk(child, name + "/", depth + 1);
        } else if (found.size() == MAX_FILES) {
          throw new ArtifactRejected("the artifact has more than " + MAX_FILES + " files");
        } else {
          found.add(entry(name, child, attributes));
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  public static BasicFileAttributes attributes(Path path) throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }

  private static ModelFile entry(String name, Path path, BasicFileAttributes attributes)
      throws IOException {
    return new ModelFile(name, path, attributes.size(), fault(name, path, attributes));
  }

  private static @Nullable String fault(String name, Path path, BasicFileAttributes attributes)
      throws IOException {
    if (attributes.isSymbolicLink()) {
      return "is a symbolic link";
    }
    if (!attributes.isRegularFile()) {
      return "is not a regular file";
    }
    if (path.getFileSystem().supportedFileAttributeViews().contains("unix")
        && (int) Files.getAttribute(path, "unix:nlink", LinkOption.NOFOLLOW_LINKS) > 1) {
      return "has another hard link";
    }
    return ResourceNames.fault(name);
  }

  /**
   * The last segment of a path, from its very bytes. The JVM decodes file names by the locale, and
   * in the locale of many containers loses every letter outside ASCII; only the URI has the bytes.
   * What is not UTF-8 keeps a lone surrogate, which {@link ResourceNames#fault} refuses.
   */
  public static String fileName(Path path) {
    Path last = path.getFileName();
    if (last == null) {
      throw new ArtifactRejected("the artifact cannot be the root of a file system: " + path);
    }
    URI uri = path.toUri();
    if (!"file".equals(uri.getScheme()) || !"/".equals(path.getFileSystem().getSeparator())) {
      return last.toString();
    }
    String raw = uri.getRawPath();
    int end = raw.endsWith("/") ? raw.length() - 1 : raw.length();
    try {
      return decode(raw.substring(raw.lastIndexOf('/', end - 1) + 1, end));
    } catch (CharacterCodingException e) {
      return last + "\ud800";
    }
  }

  private static String decode(String percentEncoded) throws CharacterCodingException {
    ByteBuffer bytes = ByteBuffer.allocate(percentEncoded.length());
    for (int i = 0; i < percentEncoded.length(); i++) {
      char c = percentEncoded.charAt(i);
      if (c == '%') {
        bytes.put((byte) Integer.parseInt(percentEncoded, i + 1, i + 3, 16));
        i += 2;
      } else {
        bytes.put((byte) c);
      }
    }
    return UTF_8.newDecoder().decode(bytes.flip()).toString();
  }
}
