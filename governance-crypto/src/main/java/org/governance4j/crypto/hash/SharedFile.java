package org.governance4j.crypto.hash;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.Set;
import org.governance4j.ArtifactRejected;
import org.jspecify.annotations.Nullable;

/**
 * A file that several threads read parts of: opened once, by the first, and judged and closed by
 * the last. It is the same file with the same bytes if its state did not change from when it was
 * listed until then.
 */
final class SharedFile implements AutoCloseable {

  private static final Set<OpenOption> READ_NO_LINK =
      Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);

  private final ModelFile file;
  private int partsLeft;
  private @Nullable FileState before;
  private @Nullable FileChannel channel;

  SharedFile(ModelFile file) {
    this.file = file;
  }

  void addParts(int parts) {
    partsLeft += parts;
  }

  /**
   * The file as it was listed.
   *
   * @throws ArtifactRejected if it cannot be hashed
   */
  FileState listed() throws IOException {
    FileState state = file.state() == null ? FileState.of(file.path()) : file.state();
    if (file.fault() != null || !state.regular()) {
      String fault = file.fault() != null ? file.fault() : "is not a regular file";
      throw new ArtifactRejected(
          "file " + ResourceNames.quote(file.name()) + " cannot be hashed: it " + fault);
    }
    if (state.size() != file.size()) {
      throw changing();
    }
    return state;
  }

  /** Refuses the file if it is no longer what was listed. */
  void requireUnchanged(FileState listed) throws IOException {
    if (!FileState.of(file.path()).equals(listed)) {
      throw changing();
    }
  }

  /**
   * Reads bytes, which may be at any position.
   *
   * @param count how many, all of which the file must have
   */
  void read(byte[] buffer, long position, int count) throws IOException {
    FileChannel open = open();
    ByteBuffer window = ByteBuffer.wrap(buffer, 0, count);
    while (window.hasRemaining()) {
      if (open.read(window, position + window.position()) < 0) {
        throw changing();
      }
    }
  }

  /** Ends a part. */
  synchronized void done() throws IOException {
    partsLeft--;
    if (partsLeft == 0) {
      open();
      requireUnchanged(Objects.requireNonNull(before));
      close();
    }
  }

  private synchronized FileChannel open() throws IOException {
    FileChannel open = channel;
    if (open == null) {
      before = listed();
      open = FileChannel.open(file.path(), READ_NO_LINK);
      channel = open;
    }
    return open;
  }

  @Override
  public synchronized void close() throws IOException {
    if (channel != null) {
      channel.close();
    }
  }

  private ArtifactRejected changing() {
    return FileBytes.changing(file);
  }
}
