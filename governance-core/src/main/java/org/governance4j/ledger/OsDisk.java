package org.governance4j.ledger;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The real disk: {@code java.nio.file} below one directory.
 *
 * <p>The directory may be a symbolic link; below it none is followed, so that a directory of
 * somebody else's makes nobody read, or write, a file elsewhere. Whoever may write to the directory
 * while it is used is trusted not to exchange what was just looked at.
 */
final class OsDisk implements Disk {
  private static final FileAttribute<?>[] NONE = {};

  private static final Set<OpenOption> EMPTIED =
      Set.of(
          StandardOpenOption.CREATE,
          StandardOpenOption.TRUNCATE_EXISTING,
          StandardOpenOption.WRITE,
          LinkOption.NOFOLLOW_LINKS);
  private static final Set<OpenOption> AS_IT_IS =
      Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);

  /** How much is written at once: each thread keeps a buffer as large as the largest write. */
  private static final int PIECE = 1 << 17;

  /** More names than a directory of a ledger ever has, and few enough to be held. */
  private static final int MAX_NAMES = 100_000;

  /** With less than this a failing write may have failed for lack of room. */
  private static final long FULL_BYTES = 1 << 16;

  private final Path root;
  private final boolean posix;

  OsDisk(Path root) {
    this.root = root;
    this.posix = root.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  /**
   * The disk below the directory that this path leads to now. Where it leads later does not matter:
   * an open ledger must not go on in another directory when a link on the way is changed.
   */
  static OsDisk at(Path directory) {
    Path path = directory.toAbsolutePath();
    Path existing = path;
    while (!Files.exists(existing) && existing.getParent() != null) {
      existing = existing.getParent();
    }
    try {
      return new OsDisk(existing.toRealPath().resolve(existing.relativize(path).toString()));
    } catch (IOException e) {
      // Whoever uses it finds out too, and says so.
      return new OsDisk(directory);
    }
  }

  @Override
  public boolean exists(String name) {
    return Files.exists(path(name), LinkOption.NOFOLLOW_LINKS);
  }

  @Override
  public List<String> list(String directory) throws IOException {
    Path path = path(directory);
    // Most tiles have no older versions: that there is no such directory must cost no exception.
    if (!path.toFile().isDirectory()) {
      return List.of();
    }
    requireNoLink(directory);
    try (Stream<Path> files = Files.list(path)) {
      List<String> names =
          files.limit(MAX_NAMES + 1L).map(file -> file.getFileName().toString()).sorted().toList();
      if (names.size() > MAX_NAMES) {
        throw new IOException(
            path + " has more than " + MAX_NAMES + " names, which no directory of a ledger has");
      }
      return names;
    } catch (NoSuchFileException | NotDirectoryException e) {
      return List.of();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  @Override
  public byte @Nullable [] read(String name, long from, int length) throws IOException {
    Path path = path(name);
    // Nothing but a file: opening a named pipe would wait for somebody who writes to it.
    if (!path.toFile().isFile() && isAbsent(name, path)) {
      return null;
    }
    requireNoLink(name);
    // Not a channel: interrupting the thread of a reader must not fail its read.
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
      byte[] content = new byte[(int) Math.max(0, Math.min(length, file.length() - from))];
      file.seek(from);
      file.readFully(content);
      return content;
    } catch (FileNotFoundException e) {
      if (Files.exists(path)) {
        throw e;
      }
      return null;
    }
  }

  /** Refuses a name that a symbolic link stands for, or on whose way from the directory is one. */
  private void requireNoLink(String name) throws IOException {
    Path link = link(name);
    if (link != null) {
      throw new IOException(link + " is a symbolic link, and none is followed");
    }
  }

  /** The first symbolic link on the way from the directory to this name and at it, or null. */
  @Nullable Path link(String name) {
    for (int end = name.indexOf('/'); end >= 0; end = name.indexOf('/', end + 1)) {
      Path above = root.resolve(name.substring(0, end));
      if (Files.isSymbolicLink(above)) {
        return above;
      }
    }
    return !name.isEmpty() && Files.isSymbolicLink(root.resolve(name)) ? root.resolve(name) : null;
  }

  /** Whether there is nothing of this name; fails if it is no file, or if that cannot be told. */
  private boolean isAbsent(String name, Path path) throws IOException {
    try {
      if (!Files.readAttributes(path, BasicFileAttributes.class).isRegularFile()) {
        throw new IOException(path + " is not a regular file");
      }
      return false;
    } catch (NoSuchFileException e) {
      requireNoLink(name); // one may lead nowhere
      return true;
    } catch (FileSystemException e) {
      // A part of the path is a file: there is nothing below it.
      if (path.getParent() != null && path.getParent().toFile().isFile()) {
        return true;
      }
      throw e;
    }
  }

  @Override
  public void createDirectory(String name, Access access) throws IOException {
    try {
      Files.createDirectory(path(name), mode(access, "rwx------"));
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(path(name), LinkOption.NOFOLLOW_LINKS)) {
        throw e;
      }
    } catch (IOException e) {
      throw sorted(e);
    }
  }

  @Override
  public void syncDirectory(String name) throws IOException {
    // Only POSIX systems can open a directory; elsewhere the file system orders names by itself.
    if (posix) {
      try (FileChannel directory = FileChannel.open(path(name), StandardOpenOption.READ)) {
        directory.force(true);
      }
    }
  }

  @Override
  public Output create(String name, Access access) throws IOException {
    return new Channel(open(name, access, EMPTIED));
  }

  @Override
  public Output append(String name, Access access) throws IOException {
    FileChannel file = open(name, access, AS_IT_IS);
    file.position(file.size());
    return new Channel(file);
  }

  private FileChannel open(String name, Access access, Set<OpenOption> options) throws IOException {
    requireNoLink(name);
    try {
      return FileChannel.open(path(name), options, mode(access, "rw-------"));
    } catch (IOException e) {
      throw sorted(e);
    }
  }

  /** The same failure, or what it means if there is no room. */
  private IOException sorted(IOException failure) {
    String message = String.valueOf(failure.getMessage());
    boolean full = message.contains("No space left") || message.contains("quota exceeded");
    try {
      // Where the system speaks another language, its words do not tell.
      full |= Files.getFileStore(root).getUsableSpace() < FULL_BYTES;
    } catch (IOException | SecurityException e) {
      failure.addSuppressed(e);
    }
    return full ? new DiskFull(message, failure) : failure;
  }

  @Override
  public NewFiles newFiles() {
    return new NewFilesAtOnce(this);
  }

  @Override
  public void rename(String from, String to) throws IOException {
    requireNoLink(to.substring(0, Math.max(0, to.lastIndexOf('/'))));
    try {
      Files.move(
          path(from),
          path(to),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw sorted(e);
    }
  }

  @Override
  public void delete(String name) throws IOException {
    Files.deleteIfExists(path(name));
  }

  private FileAttribute<?>[] mode(Access access, String permissions) {
    return access == Access.PRIVATE && posix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : NONE;
  }

  private Path path(String name) {
    return name.isEmpty() ? root : root.resolve(name);
  }

  /** The directory. */
  @Override
  public String toString() {
    return root.toString();
  }

  private final class Channel implements Output {
    private final FileChannel channel;

    Channel(FileChannel channel) {
      this.channel = channel;
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
      try {
        while (bytes.hasRemaining()) {
          int piece = Math.min(bytes.remaining(), PIECE);
          int written = channel.write(bytes.slice(bytes.position(), piece));
          bytes.position(bytes.position() + written);
        }
      } catch (IOException e) {
        throw sorted(e);
      }
    }

    @Override
    public void overwrite(long at, ByteBuffer bytes) throws IOException {
      try {
        for (long to = at; bytes.hasRemaining(); ) {
          to += channel.write(bytes, to);
        }
      } catch (IOException e) {
        throw sorted(e);
      }
    }

    @Override
    public void force() throws IOException {
      // fdatasync: it makes the new length durable too, but spares the time stamps.
      channel.force(false);
    }

    @Override
    public void truncate(long length) throws IOException {
      channel.truncate(length);
    }

    @Override
    public long size() throws IOException {
      return channel.size();
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
