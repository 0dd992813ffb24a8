package org.governance4j.crypto;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.governance4j.ArtifactRejected;
import org.governance4j.Digest;
import org.governance4j.crypto.hash.ModelFile;
import org.governance4j.crypto.hash.ResourceNames;

/**
 * A model whose signature, list of files and lengths were verified, and whose contents are verified
 * when they are touched: what is read from its channels are the bytes that were signed, or there is
 * an {@link ArtifactRejected}. A model of any size is loaded without being read twice, and of a
 * model in shards only the shards are hashed that are needed.
 *
 * <ul>
 *   <li>A file is opened once, when it is first asked for, without following a link, and must then
 *       be the one that was listed. From there on only the open file is read: a path that is
 *       swapped, a link put in its place or a folder replaced changes nothing. It stays open until
 *       the model is closed, so there are at most as many open files as were touched.
 *   <li>A read that touches a shard which is not in memory reads that whole shard, hashes it in
 *       memory, compares, and serves bytes from that very memory. So does a file that was signed as
 *       a whole. After it was dropped from memory it is read and hashed again. Therefore it makes
 *       no difference whether somebody writes into the file meanwhile.
 *   <li>What is larger than {@link LoadingOptions#cacheBytes()} is kept as {@link
 *       LoadingOptions#holding()} says. By default, {@link Holding#HANDLE}, it is hashed when it is
 *       first touched and read through the same open file after that, which <strong>does not
 *       protect against somebody who can write into that very file</strong>.
 *   <li>A file in which anything is not as it was signed is refused with the file, the range, the
 *       expected and the calculated digest, from {@link SeekableByteChannel#read} as well, whose
 *       buffer then has no byte more than before; and so is every later read of that file.
 * </ul>
 *
 * <p>Safe for any number of threads, each with a channel of its own. An interrupt does not disturb
 * reading. An open model is to be closed.
 */
public final class VerifiedModel implements AutoCloseable {

  /**
   * A signed file.
   *
   * @param name relative, with {@code /}
   * @param size in bytes
   * @param hash the hash it was signed by: {@code sha256}, {@code blake2b} or {@code blake3}
   */
  public record SignedEntry(String name, long size, String hash) {}

  private final String name;
  private final Digest digest;
  private final String signer;
  private final Map<String, HeldFile> files;
  private final HeldFile.Shared shared;
  private final LoadingOptions options;

  private VerifiedModel(
      String name,
      Digest digest,
      String signer,
      Map<String, HeldFile> files,
      HeldFile.Shared shared,
      LoadingOptions options) {
    this.name = name;
    this.digest = digest;
    this.signer = signer;
    this.files = files;
    this.shared = shared;
    this.options = options;
  }

  /**
   * A model of which nothing was read yet.
   *
   * @param name of the artifact
   * @param digest of the artifact
   * @param signer who signed it, for people
   * @param signed what was signed of every file, in signed order
   * @param found the files on disk; those that are not signed do not matter here
   * @throws ArtifactRejected if a signed file is missing, or its ranges are not exactly its bytes
   */
  static VerifiedModel of(
      String name,
      Digest digest,
      String signer,
      List<SignedFile> signed,
      Collection<ModelFile> found,
      LoadingOptions options)
      throws IOException {
    Map<String, ModelFile> byName = new HashMap<>();
    found.forEach(file -> byName.put(file.name(), file));
    HeldFile.Shared shared =
        new HeldFile.Shared(
            new RangeMemory(options.cacheBytes()), options.holding(), new LongAdder());
    Map<String, HeldFile> files = new LinkedHashMap<>();
    for (SignedFile one : signed) {
      ModelFile file = byName.get(one.name());
      if (file == null) {
        throw new ArtifactRejected("file " + ResourceNames.quote(one.name()) + " is missing");
      }
      if (files.put(one.name(), new HeldFile(file, one, shared)) != null) {
        throw new ArtifactRejected("file " + ResourceNames.quote(one.name()) + " is listed twice");
      }
    }
    return new VerifiedModel(name, digest, signer, files, shared, options);
  }

  /** The artifact's name: that of its file or folder. */
  public String name() {
    return name;
  }

  /**
   * The digest of the whole artifact: it binds the name and the signed content of every file. Of a
   * model signed by the SHA-256 of whole files it is {@link
   * org.governance4j.VerifiedArtifact#digest}. Of others it is SHA-256 over the canonical JSON (RFC
   * 8785) of {@code {"hash_type", "method", "resources"}}: the first two as they were signed, the
   * last an object with the lower-case hexadecimal digest of each signed resource by its name,
   * which of a shard is {@code file:start:end}.
   */
  public Digest digest() {
    return digest;
  }

  /** The key or identity that signed it, for people. */
  public String signer() {
    return signer;
  }

  /** Every file, in signed order. */
  public List<SignedEntry> files() {
    List<SignedEntry> entries = new ArrayList<>(files.size());
    for (HeldFile file : files.values()) {
      entries.add(new SignedEntry(file.name(), file.size(), file.ranges().type().word()));
    }
    return List.copyOf(entries);
  }

  /**
   * Opens a file to read. The channels of a file share what is verified and have a position each;
   * they cannot be written to. A read fills the buffer unless the file ends. Closing a channel
   * closes nothing else.
   *
   * @param file the name of one of {@link #files()}
   * @throws IllegalArgumentException if the model has no such file
   * @throws ArtifactRejected if the file is not the one that was listed, or was refused before
   * @throws java.nio.channels.ClosedChannelException if the model was closed
   * @throws IOException if the file cannot be opened
   */
  public SeekableByteChannel open(String file) throws IOException {
    HeldFile held = files.get(file);
    if (held == null) {
      throw new IllegalArgumentException(
          "model " + ResourceNames.quote(name) + " has no file " + ResourceNames.quote(file));
    }
    held.open();
    return new VerifiedChannel(held);
  }

  /**
   * Verifies everything that was not verified yet, with the threads of the options. A model that
   * fits into memory is there afterwards.
   *
   * @param progress is told of all bytes, those verified before included
   * @throws ArtifactRejected if anything is not as it was signed
   * @throws java.io.InterruptedIOException if the caller is interrupted, which it stays
   * @throws IOException if a file cannot be read
   */
  public void verifyAll(HashingProgress progress) throws IOException {
    new WholeModel(files.values(), shared, progress).verify(options.threads());
  }

  /** How many bytes were hashed so far, those that were hashed again included. */
  long hashedBytes() {
    return shared.hashed().sum();
  }

  /**
   * Closes all files and channels. Reading goes no further than the range it is at.
   *
   * @throws ArtifactRejected if a file that was read by {@link Holding#HANDLE} is not as it was
   *     when it was hashed: what was loaded must not be used. Everything is closed nevertheless
   * @throws IOException if a file cannot be closed
   */
  @Override
  public void close() throws IOException {
    shared.memory().close();
    Exception first = null;
    for (HeldFile file : files.values()) {
      try {
        file.close();
      } catch (IOException | ArtifactRejected e) {
        if (first == null) {
          first = e;
        } else {
          first.addSuppressed(e);
        }
      }
    }
    if (first instanceof IOException io) {
      throw io;
    }
    if (first instanceof ArtifactRejected rejected) {
      throw rejected;
    }
  }

  @Override
  public String toString() {
    return "VerifiedModel[" + name + ", " + digest + ", signed by " + signer + "]";
  }
}
