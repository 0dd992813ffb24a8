package org.governance4j.crypto.hash;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Set;
import org.governance4j.ArtifactRejected;

/** Reads the files of an artifact, each once, without following a link put in their place. */
public final class FileBytes {

  /** Larger buffers do not make SHA-256 faster. */
  public static final int BUFFER_BYTES = 256 * 1024;

  /** The longest array that every JVM makes. */
  public static final int MAX_FILE_BYTES = Integer.MAX_VALUE - 8;

  private static final Set<OpenOption> READ_NO_LINK =
      Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);

  private FileBytes() {}

  /**
   * Reads a file to memory.
   *
   * @param limit the most bytes to read
   */
  public static byte[] read(ModelFile file, long limit) throws IOException {
    try (SeekableByteChannel channel = open(file.path())) {
      long size = channel.size();
      if (size > Math.min(limit, MAX_FILE_BYTES)) {
        throw changing(file);
      }
      byte[] bytes = new byte[(int) size];
      ByteBuffer window = ByteBuffer.wrap(bytes);
      int read = 0;
      while (window.hasRemaining() && read >= 0) {
        read = channel.read(window);
      }
      if (channel.read(ByteBuffer.allocate(1)) > 0) {
        throw changing(file);
      }
      return window.hasRemaining() ? Arrays.copyOf(bytes, window.position()) : bytes;
    }
  }

  private static SeekableByteChannel open(Path path) throws IOException {
    return Files.newByteChannel(path, READ_NO_LINK);
  }

  static ArtifactRejected changing(ModelFile file) {
    return new ArtifactRejected(
        "file " + ResourceNames.quote(file.name()) + " was changed while it was read");
  }

  /** A SHA-256 of the JDK, which is faster than others. */
  public static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
