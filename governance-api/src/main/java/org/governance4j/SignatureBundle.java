package org.governance4j;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A detached signature over an artifact with what is needed to verify it, in its file format (a
 * Sigstore bundle in JSON). Opaque here: only an {@link ArtifactVerifier} judges it.
 *
 * <p>Immutable; safe for any number of threads.
 */
public final class SignatureBundle {

  /** The longest bundle in bytes, unless a caller sets another limit: 64 MiB. */
  public static final int MAX_BYTES = 64 * 1024 * 1024;

  private final byte[] bytes;

  private SignatureBundle(byte[] bytes, int maxBytes) {
    if (bytes.length > maxBytes) {
      throw new ArtifactRejected(
          "signature bundle has " + bytes.length + " bytes, the limit is " + maxBytes);
    }
    this.bytes = bytes;
  }

  /**
   * Wraps the bytes of a bundle, copied.
   *
   * @throws ArtifactRejected if it is longer than {@link #MAX_BYTES}
   */
  public static SignatureBundle of(byte[] bytes) {
    return of(bytes, MAX_BYTES);
  }

  /**
   * Wraps the bytes of a bundle, copied, with another limit.
   *
   * @throws ArtifactRejected if it is longer than that
   */
  public static SignatureBundle of(byte[] bytes, int maxBytes) {
    return new SignatureBundle(bytes.clone(), maxBytes);
  }

  /**
   * Reads a bundle file.
   *
   * @throws IOException if the file cannot be read
   * @throws ArtifactRejected if it is longer than {@link #MAX_BYTES}
   */
  public static SignatureBundle read(Path file) throws IOException {
    long size = Files.size(file);
    if (size > MAX_BYTES) {
      throw new ArtifactRejected(
          "signature bundle " + file + " has " + size + " bytes, the limit is " + MAX_BYTES);
    }
    return of(Files.readAllBytes(file));
  }

  /** A copy of the bytes. */
  public byte[] bytes() {
    return bytes.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SignatureBundle that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }
}
