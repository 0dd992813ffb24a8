package org.governance4j.crypto.hash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the file system says about a file without opening it, links not followed. A file that is
 * written to, replaced, or moved away and back has another state, as far as its file system tells:
 * on Unix the time of the last change of the inode, which no program can set, says so.
 *
 * @param folder whether it is a folder
 * @param link whether it is a symbolic link
 * @param regular whether it is a regular file
 * @param size in bytes
 * @param modified when its bytes were last written, as far as nobody set another time
 * @param changed when its inode was last changed, or null if the file system does not tell
 * @param key which file it is, or null if the file system does not tell
 * @param device the number of the device on Unix, else 0
 * @param inode the number of the inode on Unix, else 0
 * @param links the number of its names on Unix, else 1
 */
public record FileState(
    boolean folder,
    boolean link,
    boolean regular,
    long size,
    FileTime modified,
    @Nullable FileTime changed,
    @Nullable Object key,
    long device,
    long inode,
    int links) {

  // No more than is needed: building the map of these costs more than the system call.
  private static final String UNIX = "unix:mode,size,lastModifiedTime,ctime,fileKey,dev,ino,nlink";

  // The type of a file in its mode: POSIX leaves the bits open, every system has these.
  private static final int TYPE = 0170000;
  private static final int FOLDER = 0040000;
  private static final int LINK = 0120000;
  private static final int REGULAR = 0100000;

  /**
   * Looks at a file, with one system call.
   *
   * @throws IOException if there is none, or it cannot be looked at
   */
  public static FileState of(Path path) throws IOException {
    if (!path.getFileSystem().supportedFileAttributeViews().contains("unix")) {
      return of(Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
    }
    Map<String, Object> all = Files.readAttributes(path, UNIX, LinkOption.NOFOLLOW_LINKS);
    int type = (int) present(all, "mode") & TYPE;
    return new FileState(
        type == FOLDER,
        type == LINK,
        type == REGULAR,
        (long) present(all, "size"),
        (FileTime) present(all, "lastModifiedTime"),
        (FileTime) all.get("ctime"),
        all.get("fileKey"),
        (long) present(all, "dev"),
        (long) present(all, "ino"),
        (int) present(all, "nlink"));
  }

  private static Object present(Map<String, Object> all, String name) {
    return Objects.requireNonNull(all.get(name), name);
  }

  private static FileState of(BasicFileAttributes all) {
    return new FileState(
        all.isDirectory(),
        all.isSymbolicLink(),
        all.isRegularFile(),
        all.size(),
        all.lastModifiedTime(),
        null,
        all.fileKey(),
        0,
        0,
        1);
  }
}
