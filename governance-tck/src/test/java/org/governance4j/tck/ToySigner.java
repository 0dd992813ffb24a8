package org.governance4j.tck;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.governance4j.ArtifactRejected;
import org.governance4j.ArtifactSigner;
import org.governance4j.ArtifactSource;
import org.governance4j.Digest;
import org.governance4j.SignatureBundle;

/** Signs a list of paths and contents; the bundle is that list and the signature, as hex. */
final class ToySigner implements ArtifactSigner {

  enum Fault implements PlantedFault {
    NONE,
    SIGNS_NOTHING_IN_PARTICULAR("S1", "S5", "S13"),
    LEAVES_ITS_SIGNATURE_IN_THE_FOLDER("S1", "S2", "S5", "S13"),
    SIGNS_NOTHING("S3"),
    FOLLOWS_LINKS("S3"),
    TAKES_MISSING_FOR_EMPTY("S4"),
    SIGNS_WHAT_IS_IGNORED("S5"),
    SERVES_ONE_THREAD("S13");

    private final Set<String> breaks;

    Fault(String... breaks) {
      this.breaks = Set.of(breaks);
    }

    @Override
    public Set<String> breaks() {
      return breaks;
    }
  }

  private final Fault fault;
  private final ToyKey key;
  private final OneThread thread = new OneThread();

  ToySigner(Fault fault, ToyKey key) {
    this.fault = fault;
    this.key = key;
  }

  @Override
  public SignatureBundle sign(ArtifactSource source) throws IOException {
    if (fault == Fault.SERVES_ONE_THREAD) {
      thread.check();
    }
    if (fault == Fault.TAKES_MISSING_FOR_EMPTY && !Files.exists(source.path())) {
      throw new ArtifactRejected("nothing at " + source.path());
    }
    ArtifactSource signed =
        fault == Fault.SIGNS_WHAT_IS_IGNORED ? ArtifactSource.of(source.path()) : source;
    SortedMap<String, byte[]> files = read(signed, fault == Fault.FOLLOWS_LINKS);
    if (files.isEmpty() && fault != Fault.SIGNS_NOTHING) {
      throw new ArtifactRejected("there is no file in " + source.path());
    }
    byte[] list = list(files);
    byte[] message = fault == Fault.SIGNS_NOTHING_IN_PARTICULAR ? new byte[0] : list;
    String bundle = hex(list) + "\n" + hex(key.sign(message)) + "\n" + hex(key.publicKey()) + "\n";
    if (fault == Fault.LEAVES_ITS_SIGNATURE_IN_THE_FOLDER && Files.isDirectory(source.path())) {
      Files.writeString(source.path().resolve("signature"), bundle);
    }
    return SignatureBundle.of(bundle.getBytes(StandardCharsets.UTF_8));
  }

  /** The files of an artifact by relative path; a single file has its own name. */
  static SortedMap<String, byte[]> read(ArtifactSource source, boolean followsLinks)
      throws IOException {
    if (!Files.exists(source.path(), LinkOption.NOFOLLOW_LINKS)) {
      throw new NoSuchFileException(source.path().toString());
    }
    SortedMap<String, byte[]> files = new TreeMap<>();
    if (Files.isRegularFile(source.path())) {
      files.put(String.valueOf(source.path().getFileName()), Files.readAllBytes(source.path()));
      return files;
    }
    try (Stream<Path> walk = Files.walk(source.path())) {
      for (Path file : walk.toList()) {
        String relative = source.path().relativize(file).toString();
        if (Files.isDirectory(file)
            || source.ignored().stream()
                .anyMatch(i -> relative.equals(i) || relative.startsWith(i + "/"))) {
          continue;
        }
        if (Files.isSymbolicLink(file) && !followsLinks) {
          throw new ArtifactRejected(relative + " is a link");
        }
        files.put(relative, Files.readAllBytes(file));
      }
    }
    return files;
  }

  /** What is signed. */
  static byte[] list(SortedMap<String, byte[]> files) {
    StringBuilder list = new StringBuilder();
    files.forEach(
        (name, bytes) -> list.append(name).append(' ').append(Digest.sha256(bytes)).append('\n'));
    return list.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
