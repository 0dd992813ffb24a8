package org.governance4j.crypto;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Set;
import org.governance4j.KeyUnavailable;

/** Reads the text of a key file, and no more of a file that only claims to be short; writes it. */
final class KeyFile {

  /** The longest key file in bytes. */
  static final int MAX_BYTES = 64 * 1024;

  private KeyFile() {}

  /** The whole file, which may be a pipe or a device; the caller wipes the array. */
  static byte[] read(Path file) throws IOException, Pem.Malformed {
    byte[] text = new byte[MAX_BYTES + 1];
    try (InputStream in = Files.newInputStream(file)) {
      int length = in.readNBytes(text, 0, text.length);
      if (length > MAX_BYTES) {
        throw new Pem.Malformed("it is longer than " + MAX_BYTES + " bytes");
      }
      return Arrays.copyOf(text, length);
    } finally {
      Arrays.fill(text, (byte) 0);
    }
  }

  /** Writes a new file that on POSIX systems only its owner may read. */
  static void writeSecret(Path file, byte[] text) {
    write(
        file,
        text,
        file.getFileSystem().supportedFileAttributeViews().contains("posix")
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
            }
            : new FileAttribute<?>[0]);
  }

  /** Writes a new file for everybody. */
  static void writePublic(Path file, byte[] text) {
    write(file, text, new FileAttribute<?>[0]);
  }

  private static void write(Path file, byte[] text, FileAttribute<?>[] attributes) {
    Set<StandardOpenOption> options =
        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.SYNC);
    try (SeekableByteChannel channel = Files.newByteChannel(file, options, attributes)) {
      ByteBuffer buffer = ByteBuffer.wrap(text);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
    } catch (FileAlreadyExistsException e) {
      throw new KeyUnavailable(
          "key file " + file + " exists already and is not overwritten; choose another name", e);
    } catch (IOException e) {
      throw new KeyUnavailable("key file " + file + " cannot be written: " + e.getMessage(), e);
    }
  }
}
