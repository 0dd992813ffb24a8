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
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.governance4j.ArtifactRejected;
import org.governance4j.ArtifactSource;
import org.jspecify.annotations.Nullable;

/**
 * Lists what is in an artifact, without following links and without opening anything.
 *
 * <p>Where the file system lets a folder be opened by the one that it is in, nothing that is
 * swapped for a link meanwhile leads out of the artifact.
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
    FileState state = FileState.of(path);
    if (!state.folder()) {
      return List.of(entry(fileName(path), path, state));
    }
    List<String> all = new ArrayList<>(DEFAULT_IGNORED);
    all.addAll(ignored);
    ModelTree tree = new ModelTree(all);
    try (DirectoryStream<Path> folder = Files.newDirectoryStream(path)) {
      requireSame("", state, folder, null);
      tree.walk(folder, "", 1);
    }
    tree.found.sort(Comparator.comparing(ModelFile::name, ResourceNames.BY_CODE_POINT));
    return tree.found;
  }

  /** The name of the artifact: that of its file or folder. */
  public static String nameOf(ArtifactSource source) {
    return fileName(source.path().toAbsolutePath().normalize());
  }

  /** Whether the artifact is a folder; a link to one is not. */
  public static boolean isFolder(Path path) throws IOException {
    return FileState.of(path).folder();
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

  private void walk(DirectoryStream<Path> folder, String prefix, int depth) throws IOException {
    if (depth > ResourceNames.MAX_DEPTH) {
      throw new ArtifactRejected(
          "folder " + ResourceNames.quote(prefix) + " is deeper than " + ResourceNames.MAX_DEPTH);
    }
    try {
      for (Path child : folder) {
        String name = prefix + fileName(child);
        if (ResourceNames.isUnder(name, ignored)) {
          continue;
        }
        FileState state = FileState.of(child);
        requireSame(name, state, folder, child.getFileName());
        if (state.folder()) {
          enter(folder, child, name + "/", depth + 1);
        } else if (found.size() == MAX_FILES) {
          throw new ArtifactRejected("the artifact has more than " + MAX_FILES + " files");
        } else {
          found.add(entry(name, child, state));
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  /** Opens a folder by the one that it is in, where that can be done; a link is not followed. */
  private void enter(DirectoryStream<Path> folder, Path child, String prefix, int depth)
      throws IOException {
    if (folder instanceof SecureDirectoryStream<Path> held) {
      try (DirectoryStream<Path> below =
          held.newDirectoryStream(child.getFileName(), LinkOption.NOFOLLOW_LINKS)) {
        walk(below, prefix, depth);
      }
    } else {
      try (DirectoryStream<Path> below = Files.newDirectoryStream(child)) {
        walk(below, prefix, depth);
      }
    }
  }

  /**
   * Refuses an artifact in which a folder on the way to the file was swapped for another or for a
   * link: what the path leads to must be what the open folder has.
   *
   * @param name of the file in the open folder, or null for the folder itself
   */
  private static void requireSame(
      String shown, FileState state, DirectoryStream<Path> folder, @Nullable Path name)
      throws IOException {
    if (folder instanceof SecureDirectoryStream<Path> held) {
      BasicFileAttributeView view =
          name == null
              ? held.getFileAttributeView(BasicFileAttributeView.class)
              : held.getFileAttributeView(
                  name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
      if (!Objects.equals(view.readAttributes().fileKey(), state.key())) {
        throw new ArtifactRejected(
            (shown.isEmpty() ? "the folder" : ResourceNames.quote(shown))
                + " was swapped for something else while it was listed");
      }
    }
  }

  private static ModelFile entry(String name, Path path, FileState state) {
    return new ModelFile(name, path, state.size(), fault(name, state), state);
  }

  private static @Nullable String fault(String name, FileState state) {
    if (state.link()) {
      return "is a symbolic link";
    }
    if (!state.regular()) {
      return "is not a regular file";
    }
    if (state.links() > 1) {
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
    String decoded = last.toString();
    if (isPlain(decoded)) {
      return decoded;
    }
    URI uri = path.toUri();
    if (!"file".equals(uri.getScheme()) || !"/".equals(path.getFileSystem().getSeparator())) {
      return decoded;
    }
    String raw = uri.getRawPath();
    int end = raw.endsWith("/") ? raw.length() - 1 : raw.length();
    try {
      return decode(raw.substring(raw.lastIndexOf('/', end - 1) + 1, end));
    } catch (CharacterCodingException e) {
      return last + "\ud800";
    }
  }

  /** Whether no locale could have lost anything: making a URI looks at the file once more. */
  private static boolean isPlain(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      if (!letter && !(c >= '0' && c <= '9') && c != '.' && c != '-' && c != '_') {
        return false;
      }
    }
    return !name.isEmpty();
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
