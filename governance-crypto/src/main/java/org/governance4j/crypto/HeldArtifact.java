package org.governance4j.crypto;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collections;
import java.util.Map;
import org.governance4j.Digest;
import org.governance4j.VerifiedArtifact;
import org.governance4j.crypto.hash.ResourceNames;

/** The verified bytes of an artifact, in memory until closed. */
final class HeldArtifact implements VerifiedArtifact {

  private final String name;
  private final Digest digest;
  private final String signer;
  private final Map<String, Digest> files;
  private volatile Map<String, byte[]> held;

  /** Takes the maps and arrays over. */
  HeldArtifact(
      String name,
      Digest digest,
      String signer,
      Map<String, Digest> files,
      Map<String, byte[]> held) {
    this.name = name;
    this.digest = digest;
    this.signer = signer;
    this.files = Collections.unmodifiableMap(files);
    this.held = held;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Digest digest() {
    return digest;
  }

  @Override
  public String signer() {
    return signer;
  }

  @Override
  public Map<String, Digest> files() {
    return files;
  }

  @Override
  public InputStream open(String file) throws IOException {
    if (!files.containsKey(file)) {
      throw new IllegalArgumentException(
          "artifact " + name + " has no file " + ResourceNames.quote(file));
    }
    byte[] bytes = held.get(file);
    if (bytes == null) {
      throw new IOException("artifact " + name + " was closed");
    }
    return new ByteArrayInputStream(bytes);
  }

  /** Lets go of the bytes; streams opened before go on. */
  @Override
  public void close() {
    held = Map.of();
  }

  @Override
  public String toString() {
    return "VerifiedArtifact[" + name + ", " + digest + ", signed by " + signer + "]";
  }
}
