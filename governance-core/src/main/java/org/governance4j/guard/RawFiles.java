package org.governance4j.guard;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.governance4j.Digest;
import org.jspecify.annotations.Nullable;

/**
 * The files of one guard with the events that are in the ledger only as counts.
 *
 * <p>What a file holds after a failed write or sync is unknown. So a failure gives up the file with
 * all its events, and writing is tried again in the next window only: a full disk must not be
 * hammered.
 *
 * <p>Of one thread.
 */
final class RawFiles {

  private static final int MAX_FILES = 64;
  private static final Set<OpenOption> NEW =
      Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);

  private final Path directory;
  private final String prefix;
  private final long maxBytes;
  private final boolean posix;
  private final List<RawFile> done = new ArrayList<>();
  private @Nullable Writing current;
  private @Nullable String failure;
  private @Nullable String skipped;
  private long missing;

  /** A finished file: durable, and never touched again. */
  record RawFile(String name, Digest digest, long bytes, long events) {}

  /**
   * What a window left behind.
   *
   * @param missing events that are in no file
   * @param failure why, or null when none is missing
   */
  record Result(List<RawFile> files, long missing, @Nullable String failure) {}

  private record Writing(
      String name, FileChannel channel, OutputStream out, MessageDigest digest, long[] counts) {}

  RawFiles(Path directory, String guard, long maxBytes) throws IOException {
    this.directory = directory;
    this.prefix = guard.replaceAll("[^A-Za-z0-9._-]", "_");
    this.maxBytes = maxBytes;
    Files.createDirectories(directory);
    this.posix = directory.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  /** Writes one event of the window that began then, or counts it as missing. */
  void write(byte[] json, Instant window) {
    if (failure == null) {
      try {
        Writing file = writable(json.length + 1L, window);
        file.out().write(json);
        file.out().write('\n');
        file.digest().update(json);
        file.digest().update((byte) '\n');
        file.counts()[0] += json.length + 1L;
        file.counts()[1]++;
        return;
      } catch (IOException e) {
        fail(e);
      }
    }
    missing++;
  }

  /** Counts an event that could not even be written as JSON; others still can. */
  void skip(String why) {
    missing++;
    skipped = why;
  }

  /** Makes everything durable, and is ready for the next window. */
  Result end() {
    try {
      finish();
    } catch (IOException e) {
      fail(e);
    }
    Result result = new Result(List.copyOf(done), missing, failure != null ? failure : skipped);
    done.clear();
    missing = 0;
    failure = null;
    skipped = null;
    return result;
  }

  private Writing writable(long length, Instant window) throws IOException {
    Writing file = current;
    if (file != null && file.counts()[0] + length > maxBytes) {
      finish();
      file = null;
    }
    if (file == null) {
      if (done.size() == MAX_FILES) {
        throw new IOException("the window has its " + MAX_FILES + " files");
      }
      file = create(window);
      current = file;
    }
    return file;
  }

  private Writing create(Instant window) throws IOException {
    for (int i = 0; ; i++) {
      String name = prefix + "-" + STAMP.format(window) + "-" + i + ".jsonl";
      try {
        FileChannel channel = FileChannel.open(directory.resolve(name), NEW, ownerOnly());
        OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
        return new Writing(name, channel, out, sha256(), new long[2]);
      } catch (FileAlreadyExistsException e) {
        if (i == 1_000_000) {
          throw e;
        }
      }
    }
  }

  private FileAttribute<?>[] ownerOnly() {
    return posix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }

  private void finish() throws IOException {
    Writing file = current;
    if (file == null) {
      return;
    }
    file.out().flush();
    file.channel().force(true);
    file.channel().close();
    if (posix) {
      try (FileChannel names = FileChannel.open(directory, StandardOpenOption.READ)) {
        names.force(true);
      }
    }
    current = null;
    Digest digest = Digest.of(file.digest().digest());
    done.add(new RawFile(file.name(), digest, file.counts()[0], file.counts()[1]));
  }

  private void fail(IOException e) {
    failure = e.getClass().getSimpleName() + ": " + e.getMessage();
    Writing file = current;
    current = null;
    if (file != null) {
      missing += file.counts()[1];
      try {
        file.channel().close();
      } catch (IOException closing) {
        failure += "; closing: " + closing.getMessage();
      }
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256, this one has not.", e);
    }
  }
}
