package org.governance4j.crypto;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How a {@link VerifiedModel} keeps verified bytes that do not fit into its memory: whole files and
 * shards larger than {@link LoadingOptions#cacheBytes()}. What fits is always hashed and served
 * from the same memory, whatever is chosen here.
 *
 * <p>Immutable; safe for any number of threads.
 */
public final class Holding {

  /**
   * The range is hashed through the open handle when it is first touched, and read through the same
   * handle from then on. A path that is swapped, a link put in its place or a folder replaced
   * changes nothing. <strong>Somebody who can write into the very file can change bytes after they
   * were hashed, and those bytes are loaded.</strong> The file's length and times are compared
   * before and after hashing, when it is opened again and when the model is closed, which catches
   * accidents; an attacker finds a moment that is too short for that, or a disk of which the file
   * system knows nothing. Where others can write into the file, take {@link #privateCopy} or sign
   * in shards that fit into memory.
   */
  public static final Holding HANDLE = new Holding(null);

  private final @Nullable Path directory;

  private Holding(@Nullable Path directory) {
    this.directory = directory;
  }

  /**
   * The range is copied while it is hashed, and read from the copy, so that the bytes loaded are
   * the bytes verified whoever writes into the file. A copy takes as much of the disk as was
   * touched of the file; only its owner can open it, and where the system allows it has no name
   * from the start, so that it is gone with the process, too.
   *
   * @param directory that exists and in which nobody else can put or replace files
   */
  public static Holding privateCopy(Path directory) {
    return new Holding(directory.toAbsolutePath());
  }

  /** Where copies are made; null if none are. */
  @Nullable Path directory() {
    return directory;
  }

  @Override
  public String toString() {
    return directory == null ? "HANDLE" : "PRIVATE_COPY(" + directory + ")";
  }
}
