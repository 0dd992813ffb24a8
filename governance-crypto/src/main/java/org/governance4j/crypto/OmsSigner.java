package org.governance4j.crypto;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.governance4j.ArtifactRejected;
import org.governance4j.ArtifactSigner;
import org.governance4j.ArtifactSource;
import org.governance4j.KeyHandle;
import org.governance4j.KeyUnavailable;
import org.governance4j.SignatureBundle;
import org.governance4j.crypto.hash.FileBytes;
import org.governance4j.crypto.hash.ModelFile;
import org.governance4j.crypto.hash.ModelTree;
import org.governance4j.crypto.hash.ResourceNames;

/**
 * Signs a file or folder in the format of the OpenSSF Model Signing specification 1.0 (OMS): a
 * Sigstore bundle 0.3 around an in-toto statement that lists every file with its SHA-256.
 *
 * <ul>
 *   <li>Of a folder, {@code .git}, {@code .gitattributes}, {@code .github} and {@code .gitignore}
 *       at its top level are left out, and what the source ignores; the bundle records both.
 *   <li>Symbolic links, files with a second hard link and anything that is not a regular file are
 *       refused, as are names that are not UTF-8 or that differ only in case or Unicode
 *       normalisation, an artifact without a file, and one with more than 1,000,000.
 *   <li>A file that changes while it is read is refused; one that changes later fails to verify.
 *   <li>A signature file inside the folder must be ignored, see {@link #withoutSignature}.
 * </ul>
 *
 * <p>With an ECDSA P-256 key the bundle is OMS. Ed25519 and ML-DSA keys are an extension: OMS 1.0
 * knows only ECDSA, so its other readers refuse such a bundle, {@link OmsVerifier} does not.
 *
 * <p>Reads every file once. Safe for any number of threads, as far as the key is.
 */
public final class OmsSigner implements ArtifactSigner {

  private final KeyHandle key;
  private final VerificationKey publicKey;

  /**
   * Signs with a key, which the caller closes.
   *
   * @throws KeyUnavailable if the key cannot be reached or is of an algorithm not known here
   */
  public OmsSigner(KeyHandle key) {
    this.key = key;
    this.publicKey = VerificationKey.of(key);
  }

  /**
   * The source without its signature file, if that lies inside the folder.
   *
   * @param signature where the bundle is, or will be
   */
  public static ArtifactSource withoutSignature(ArtifactSource source, Path signature) {
    Path folder = source.path().toAbsolutePath().normalize();
    Path at = signature.toAbsolutePath().normalize();
    if (!at.startsWith(folder) || at.equals(folder)) {
      return source;
    }
    String relative = ModelTree.fileName(at);
    for (Path up = at.getParent(); up != null && !up.equals(folder); up = up.getParent()) {
      relative = ModelTree.fileName(up) + "/" + relative;
    }
    return source.ignoring(relative);
  }

  @Override
  public SignatureBundle sign(ArtifactSource source) throws IOException {
    List<String> ignored = ModelTree.normalized(source.ignored());
    List<ModelFile> files = ModelTree.list(source.path(), ignored);
    if (files.isEmpty()) {
      throw new ArtifactRejected(source.path() + " has no files to sign");
    }
    for (ModelFile file : files) {
      if (file.fault() != null) {
        throw new ArtifactRejected(
            "file " + ResourceNames.quote(file.name()) + " cannot be signed: it " + file.fault());
      }
    }
    ResourceNames.requireDistinct(files.stream().map(ModelFile::name)::iterator);

    List<Resource> resources = new ArrayList<>(files.size());
    byte[] buffer = new byte[FileBytes.BUFFER_BYTES];
    for (ModelFile file : files) {
      resources.add(new Resource(file.name(), FileBytes.hash(file, buffer)));
    }
    Set<String> leftOut = new LinkedHashSet<>(ModelTree.DEFAULT_IGNORED);
    leftOut.addAll(ignored);
    return sign(
        new OmsStatement(ModelTree.nameOf(source), List.copyOf(resources), List.copyOf(leftOut)));
  }

  private SignatureBundle sign(OmsStatement statement) {
    byte[] payload = statement.write();
    byte[] signedBytes = OmsBundle.signedBytes(payload);
    byte[] signature = key.sign(signedBytes);
    // A key service may have rotated its key, or a fault may have hit the arithmetic.
    if (!publicKey.accepts(signedBytes, signature)) {
      throw new KeyUnavailable(
          "the key " + publicKey + " made a signature that its public key does not accept");
    }
    return new OmsBundle(publicKey.omsHint(), payload, signature).write();
  }

  /** The key's name. */
  @Override
  public String toString() {
    return "OmsSigner[" + publicKey + "]";
  }
}
