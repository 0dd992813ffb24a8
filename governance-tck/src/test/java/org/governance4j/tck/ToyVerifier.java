package org.governance4j.tck;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.governance4j.ArtifactRejected;
import org.governance4j.ArtifactSource;
import org.governance4j.ArtifactVerifier;
import org.governance4j.Digest;
import org.governance4j.SignatureBundle;
import org.governance4j.VerifiedArtifact;

/** Verifies what {@link ToySigner} signed. */
final class ToyVerifier implements ArtifactVerifier {

  enum Fault implements PlantedFault {
    NONE,
    FORGETS_THE_NAME("S6"),
    OPENS_ANYTHING("S6"),
    KNOWS_FOLDERS_ONLY("S4", "S6", "S9"),
    ACCEPTS_EVERYTHING("S6", "S7", "S8", "S9", "S10", "S13"),
    LOOKS_AT_NAMES_ONLY("S6", "S7", "S8", "S10"),
    LOOKS_AT_CONTENTS_ONLY("S8"),
    OVERLOOKS_NEW_FILES("S8"),
    OVERLOOKS_EMPTY_FILES("S6", "S8", "S11", "S13"),
    TRUSTS_THE_KEY_IN_THE_BUNDLE("S9", "S13"),
    TRIPS_OVER_GARBAGE("S10"),
    READS_AGAIN("S11"),
    DIGEST_OF_THE_SIGNATURE("S12"),
    ONE_DIGEST_FOR_ALL("S12"),
    REJECTS_WHAT_IS_MISSING("S4"),
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

  private record Parts(byte[] list, byte[] signature, byte[] key) {}

  private final Fault fault;
  private final ToyKey trusted;
  private final OneThread thread = new OneThread();

  ToyVerifier(Fault fault, ToyKey trusted) {
    this.fault = fault;
    this.trusted = trusted;
  }

  @Override
  public VerifiedArtifact verify(ArtifactSource source, SignatureBundle bundle) throws IOException {
    if (fault == Fault.SERVES_ONE_THREAD) {
      thread.check();
    }
    if (fault == Fault.REJECTS_WHAT_IS_MISSING && !Files.exists(source.path())) {
      throw new ArtifactRejected("nothing at " + source.path());
    }
    if (fault == Fault.KNOWS_FOLDERS_ONLY && !Files.isDirectory(source.path())) {
      throw new IllegalStateException("not a folder: " + source.path());
    }
    SortedMap<String, byte[]> files = ToySigner.read(source, false);
    if (fault == Fault.OVERLOOKS_EMPTY_FILES) {
      files.values().removeIf(bytes -> bytes.length == 0);
    }
    if (fault != Fault.ACCEPTS_EVERYTHING) {
      Parts parts = parse(bundle);
      check(parts);
      compare(lines(parts.list()), lines(ToySigner.list(files)));
    }
    return new Verified(fault, source.path(), files, digest(files, bundle));
  }

  private void check(Parts parts) {
    byte[] key = fault == Fault.TRUSTS_THE_KEY_IN_THE_BUNDLE ? parts.key() : trusted.publicKey();
    try {
      Signature ed25519 = Signature.getInstance("Ed25519");
      ed25519.initVerify(
          KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(key)));
      ed25519.update(parts.list());
      if (ed25519.verify(parts.signature())) {
        return;
      }
    } catch (GeneralSecurityException e) {
      throw new ArtifactRejected("the signature cannot be checked", e);
    }
    throw new ArtifactRejected("the signature is not valid");
  }

  /** Compares two lists of names and digests. */
  private void compare(List<String> signed, List<String> found) {
    boolean same =
        switch (fault) {
          case LOOKS_AT_NAMES_ONLY -> column(signed, 0).equals(column(found, 0));
          case LOOKS_AT_CONTENTS_ONLY -> column(signed, 1).equals(column(found, 1));
          case OVERLOOKS_NEW_FILES -> found.containsAll(signed);
          case OVERLOOKS_EMPTY_FILES ->
              signed.containsAll(found) && found.size() + 1 >= signed.size();
          default -> signed.equals(found);
        };
    if (!same) {
      throw new ArtifactRejected("signed " + signed + ", found " + found);
    }
  }

  private static List<String> column(List<String> lines, int at) {
    return lines.stream().map(line -> line.split(" ", -1)[at]).sorted().toList();
  }

  private static List<String> lines(byte[] list) {
    return new String(list, StandardCharsets.UTF_8).lines().toList();
  }

  private Parts parse(SignatureBundle bundle) {
    String text = new String(bundle.bytes(), StandardCharsets.UTF_8);
    String[] lines = text.split("\n", -1);
    if (fault == Fault.TRIPS_OVER_GARBAGE) {
      return new Parts(hex(lines[0]), hex(lines[1]), hex(lines[2]));
    }
    try {
      Parts parts = new Parts(hex(lines[0]), hex(lines[1]), hex(lines[2]));
      if (lines.length == 4 && lines[3].isEmpty()) {
        return parts;
      }
    } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
      throw new ArtifactRejected("not a bundle", e);
    }
    throw new ArtifactRejected("not a bundle");
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }

  private Digest digest(SortedMap<String, byte[]> files, SignatureBundle bundle) {
    return switch (fault) {
      case DIGEST_OF_THE_SIGNATURE -> Digest.sha256(bundle.bytes());
      case ONE_DIGEST_FOR_ALL -> Digest.sha256(new byte[0]);
      default -> Digest.sha256(ToySigner.list(files));
    };
  }

  private record Verified(Fault fault, Path path, SortedMap<String, byte[]> bytes, Digest digest)
      implements VerifiedArtifact {
    Verified {
      bytes = new TreeMap<>(bytes);
    }

    @Override
    public String name() {
      return fault == Fault.FORGETS_THE_NAME ? "model" : String.valueOf(path.getFileName());
    }

    @Override
    public String signer() {
      return "toy";
    }

    @Override
    public Map<String, Digest> files() {
      Map<String, Digest> files = new LinkedHashMap<>();
      bytes.forEach((name, content) -> files.put(name, Digest.sha256(content)));
      return files;
    }

    @Override
    public InputStream open(String file) throws IOException {
      byte[] content = bytes.get(file);
      if (content != null && fault == Fault.READS_AGAIN) {
        return Files.newInputStream(Files.isDirectory(path) ? path.resolve(file) : path);
      }
      if (content == null) {
        if (fault == Fault.OPENS_ANYTHING) {
          return InputStream.nullInputStream();
        }
        throw new IllegalArgumentException("there is no file " + file);
      }
      return new ByteArrayInputStream(Arrays.copyOf(content, content.length));
    }

    @Override
    public void close() {}
  }
}
