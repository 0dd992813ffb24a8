package org.governance4j;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/**
 * An artifact whose signature was verified, with the bytes that were verified. Load a model from
 * here and not from its path again.
 *
 * <p>Safe for any number of threads.
 */
public interface VerifiedArtifact extends AutoCloseable {

  /** The artifact's name: that of its file or folder. */
  String name();

  /**
   * The digest of the whole artifact. It binds every file's name and content: another name, or
   * another content under the same name, is another digest.
   */
  Digest digest();

  /** The key or identity that signed it, for people. */
  String signer();

  /** Every file of the artifact by relative path with its SHA-256, in signed order. */
  Map<String, Digest> files();

  /**
   * Opens the verified bytes of one file.
   *
   * @param file one of {@link #files()}
   * @throws IllegalArgumentException if the artifact has no such file
   * @throws IOException if it cannot be read
   */
  InputStream open(String file) throws IOException;

  /** Releases what is held of the artifact. */
  @Override
  void close();
}
