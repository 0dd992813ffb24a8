package org.governance4j.ledger;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.governance4j.InvalidData;
import org.jspecify.annotations.Nullable;

/**
 * Looks at every name in a ledger's directory: what it is called, what kind of file it is and who
 * may read and write it. Follows no symbolic link and opens nothing.
 *
 * <p>One thread, one use.
 */
final class DirectoryWalk extends SimpleFileVisitor<Path> {
  private static final Pattern TILE_DIRECTORY =
      Pattern.compile("tile(/(entries|[0-9]{1,2})(/x[0-9]{3})*(/[0-9]{3}\\.p)?)?");
  private static final Pattern KNOWN_DIRECTORY =
      Pattern.compile("|\\.state|\\.state/index|vault|vault/bodies");
  private static final Pattern KNOWN_FILE =
      Pattern.compile(
          "checkpoint|\\.state/(lock|tmp(-\\d{1,2})?|reserve|salt|successor|signed\\.log"
              + "|wal-\\d{19}\\.log|index/[\\w.-]+)"
              + "|vault/\\d{19}\\.jsonl|vault/bodies/([0-9a-f]{64}|[0-9a-f-]{36}\\.tmp)");
  private static final Pattern BODY = Pattern.compile("vault/bodies/[0-9a-f]{64}");
  private static final Pattern BODY_LEFT = Pattern.compile("vault/bodies/[0-9a-f-]{36}\\.tmp");
  private static final Pattern KEY = Pattern.compile("(?i).*\\.(key|pem|p8|p12|pfx|jks)");
  private static final Set<PosixFilePermission> OTHERS =
      EnumSet.complementOf(
          EnumSet.of(
              PosixFilePermission.OWNER_READ,
              PosixFilePermission.OWNER_WRITE,
              PosixFilePermission.OWNER_EXECUTE));

  private final Path root;
  private final boolean posix;
  private final Contents contents;
  private final Findings findings;

  /** Takes the files whose contents are to be examined; of some there may be any number. */
  interface Contents {
    /** A file that is called like a partial tile. */
    void partial(TilePath path) throws IOException;

    /** A file that is called like a body. */
    void body(String name) throws IOException;
  }

  DirectoryWalk(Path root, Contents contents, Findings findings) {
    this.root = root;
    this.posix = root.getFileSystem().supportedFileAttributeViews().contains("posix");
    this.contents = contents;
    this.findings = findings;
  }

  void run() throws IOException {
    // The root may itself be reached by a link; what is in it may not.
    Files.walkFileTree(root.toRealPath(), this);
  }

  private String name(Path path) throws IOException {
    return root.toRealPath().relativize(path).toString().replace('\\', '/');
  }

  @Override
  public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
      throws IOException {
    String name = name(directory);
    if (!KNOWN_DIRECTORY.matcher(name).matches() && !TILE_DIRECTORY.matcher(name).matches()) {
      if (tile(name) != null || KNOWN_FILE.matcher(name).matches()) {
        findings.damage(name, null, "is a directory, expected a file", Findings.RESTORE);
      } else {
        foreign(name);
      }
      return FileVisitResult.SKIP_SUBTREE;
    }
    mode(name, directory);
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
    String name = name(file);
    TilePath tile = tile(name);
    boolean known = tile != null || KNOWN_FILE.matcher(name).matches();
    if (attributes.isSymbolicLink()) {
      link(name);
    } else if (!attributes.isRegularFile() && known) {
      findings.damage(
          name, null, "is no regular file but a pipe, socket or device", Findings.RESTORE);
    } else if (known) {
      mode(name, file);
      known(name, tile);
    } else {
      foreign(name);
    }
    return FileVisitResult.CONTINUE;
  }

  /** A tile that is needed is missing too; what else is a link keeps the ledger from opening. */
  private void link(String name) {
    String what = "is a symbolic link: none is followed, as what it leads to may be anything";
    String remedy = "put the file or directory itself in its place";
    if (KNOWN_FILE.matcher(name).matches() || KNOWN_DIRECTORY.matcher(name).matches()) {
      findings.damage(name, null, what, remedy);
    } else {
      findings.warn(name, null, what, remedy);
    }
  }

  private void known(String name, @Nullable TilePath tile) {
    try {
      if (tile != null && !tile.isFull()) {
        contents.partial(tile);
      } else if (BODY.matcher(name).matches()) {
        contents.body(name);
      }
    } catch (IOException e) {
      findings.unreadable(name, e);
    }
    if (name.equals(AtomicFiles.TEMPORARY)) {
      findings.inform(
          name,
          "is what a crash left of a file, or is just being written",
          "nothing: opening the ledger removes it");
    } else if (BODY_LEFT.matcher(name).matches()) {
      findings.inform(
          name,
          "is what a crash left of a body, or is just being written",
          "delete it once nobody stores bodies: it may hold what nobody would erase");
    }
  }

  @Override
  public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
    // A writer may have removed it since its name was read.
    if (!(failure instanceof NoSuchFileException)) {
      findings.unreadable(name(file), failure);
    }
    return FileVisitResult.CONTINUE;
  }

  private static @Nullable TilePath tile(String name) {
    try {
      return name.startsWith("tile/") ? TilePath.parse(name) : null;
    } catch (InvalidData e) {
      return null;
    }
  }

  private void foreign(String name) {
    if (KEY.matcher(name).matches()) {
      findings.warn(
          name,
          null,
          "looks like a key file and lies in a directory of which a part is made to be served",
          "move it to where nobody serves it");
    } else {
      findings.warn(
          name, null, "is nothing of a ledger's: nothing here reads it", "move it elsewhere");
    }
  }

  private void mode(String name, Path path) throws IOException {
    if (!posix) {
      return;
    }
    Set<PosixFilePermission> mode;
    try {
      mode = Files.readAttributes(path, PosixFileAttributes.class).permissions();
    } catch (NoSuchFileException e) {
      return; // a writer has removed it since
    }
    boolean hidden =
        name.equals(WriteAheadLog.DIRECTORY)
            || name.equals(Vault.DIRECTORY)
            || name.startsWith(Vault.DIRECTORY + "/");
    boolean open = hidden && mode.stream().anyMatch(OTHERS::contains);
    boolean writable = mode.contains(PosixFilePermission.OTHERS_WRITE);
    if (open || writable) {
      String shown = PosixFilePermissions.toString(mode);
      findings.warn(
          name,
          null,
          "has the mode "
              + shown
              + ": others than its owner may "
              + (writable ? "write" : "read")
              + " it",
          "chmod " + (hidden ? "go-rwx" : "o-w") + " it");
    }
  }
}
