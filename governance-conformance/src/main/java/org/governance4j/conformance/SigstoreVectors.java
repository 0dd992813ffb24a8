package org.governance4j.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import org.governance4j.Checkpoint;
import org.governance4j.Digest;
import org.governance4j.GovernanceException;
import org.governance4j.InvalidData;
import org.governance4j.JsonValue;
import org.governance4j.SignatureBundle;
import org.governance4j.SignedNote;
import org.governance4j.crypto.CertificateIdentity;
import org.governance4j.crypto.SigstoreVerifier;
import org.governance4j.crypto.TrustedRoot;
import org.governance4j.crypto.VerificationKey;
import org.governance4j.crypto.x509.Certificate;
import org.governance4j.json.StrictJson;
import org.jspecify.annotations.Nullable;

/**
 * Sigstore bundles and trusted roots of others.
 *
 * <ul>
 *   <li>A folder of the conformance suite says everything itself: {@code _fail} at its end means
 *       refuse; artifact, identity, issuer, key and trusted root are files in it or the defaults of
 *       the suite.
 *   <li>A bundle by itself must be accepted by one of the trusted roots around it, or be refused by
 *       all if its name says what is wrong with it: {@code bad, mismatched, wrong, expired,
 *       invalid, duplicate, late, many, cve, 2sigs}, or that something is missing ({@code no}
 *       before it). Of these {@code no-digest} and {@code no-tlog} are not faults: a digest is
 *       optional, and what has no log is refused unless the caller asks for none. A bundle 0.1
 *       without an inclusion proof is sound too, since that version asks for the log's promise
 *       only.
 *   <li>So must a bundle that brings a root certificate along, which the suite demands.
 *   <li>The identity of such a bundle is its certificate's. An envelope is judged alone. An
 *       artifact is the file of the same name without the ending, or {@code artifact.txt} beside
 *       it; if there is none, an artifact with the digest in the bundle is judged.
 *   <li>A key is the file in {@code public-keys/} of the bundle's name.
 * </ul>
 */
final class SigstoreVectors {

  static final String CONFORMANCE = "sigstore-conformance/bundle-verify/";

  private static final String BUNDLE = "/bundle.sigstore.json";
  private static final String DEFAULT_ARTIFACT = CONFORMANCE + "a.txt";
  private static final String DEFAULT_IDENTITY =
      "https://github.com/sigstore-conformance/extremely-dangerous-public-oidc-beacon/.github/"
          + "workflows/extremely-dangerous-oidc-beacon.yml@refs/heads/main";
  private static final String DEFAULT_ISSUER = "https://token.actions.githubusercontent.com";

  private static final Pattern FAULT =
      Pattern.compile(
          "bad|mismatched|wrong|expired|invalid|duplicate|late_|many|cve|2sigs"
              + "|[._-]no[._](?!digest|tlog)");
  private static final Pattern NO_INCLUSION = Pattern.compile("[._-]no[._]inclusion");

  private SigstoreVectors() {}

  /** A case of the conformance suite; the files beside the bundle are brought to account here. */
  static void conformance(Folder folder, String file, Cases cases) throws IOException {
    String dir = file.substring(0, file.lastIndexOf('/') + 1);
    String name = dir.substring(0, dir.length() - 1);
    String artifact = folder.has(dir + "artifact") ? dir + "artifact" : DEFAULT_ARTIFACT;
    String root =
        folder.has(dir + "trusted_root.json")
            ? dir + "trusted_root.json"
            : SigstoreRoots.PUBLIC_GOOD;
    byte[] signed = folder.read(artifact);
    byte[] bundle = folder.read(file);
    byte[] trusted = folder.read(root);
    String identity = text(folder, dir + "identity", DEFAULT_IDENTITY);
    String issuer = text(folder, dir + "issuer", DEFAULT_ISSUER);
    boolean ownRoot = !root.equals(SigstoreRoots.PUBLIC_GOOD);
    boolean key = folder.has(dir + "key.pub");
    cases.expect(
        !name.endsWith("_fail"),
        name,
        () -> {
          SigstoreVerifier verifier;
          if (key) {
            VerificationKey known = VerificationKey.read(folder.dir().resolve(dir + "key.pub"));
            verifier =
                ownRoot
                    ? SigstoreVerifier.of(known, TrustedRoot.parse(trusted))
                    : SigstoreVerifier.of(known);
          } else {
            verifier =
                SigstoreVerifier.of(
                    TrustedRoot.parse(trusted), new CertificateIdentity(identity, issuer));
          }
          verifier.verify(signed, SignatureBundle.of(bundle));
        });
  }

  private static String text(Folder folder, String file, String otherwise) throws IOException {
    return folder.has(file) ? new String(folder.read(file), UTF_8).strip() : otherwise;
  }

  /** Whether a file belongs to a case that another file stands for. */
  static boolean isCompanion(Folder folder, String file) {
    if (file.equals(DEFAULT_ARTIFACT)) {
      return true;
    }
    if (file.startsWith(CONFORMANCE)) {
      String dir = file.substring(0, file.lastIndexOf('/'));
      return dir.length() > CONFORMANCE.length()
          && folder.has(dir + BUNDLE)
          && !file.equals(dir + BUNDLE);
    }
    if (!file.startsWith("sigstore-")) {
      return false;
    }
    boolean signed = folder.has(file + ".sigstore") || folder.has(file + ".sigstore.json");
    boolean detached = folder.has(file + ".sig") && folder.has(file + ".crt");
    boolean certificate = file.endsWith(".crt") && folder.has(stem(file) + ".sig");
    return signed || detached || certificate || ofFolder(folder, file);
  }

  /** The artifact, the roots and the explanations that belong to all bundles of a folder. */
  private static boolean ofFolder(Folder folder, String file) {
    String name = Folder.name(file);
    String dir = file.substring(0, file.length() - name.length());
    boolean common =
        name.equals("artifact.txt") || name.equals("README.md") || name.endsWith(".jsonl");
    boolean key = name.endsWith(".pem") && dir.endsWith("/public-keys/");
    return key
        ? folder.has(dir.replace("/public-keys/", "/bundles/") + stem(name) + ".sigstore.json")
        : common && folder.below(dir).stream().anyMatch(SigstoreVectors::isBundle);
  }

  static boolean isBundle(String file) {
    return file.endsWith(".sigstore") || file.endsWith(".sigstore.json");
  }

  /** A bundle by itself. */
  static void bundle(Folder folder, String file, Cases cases) throws IOException {
    byte[] bytes = folder.read(file);
    JsonValue.@Nullable Obj json = parsed(bytes);
    boolean envelope = json != null && json.get("dsseEnvelope") != null;
    String artifact = envelope ? null : artifact(folder, file);
    byte[] signed = artifact == null ? null : folder.read(artifact);
    List<TrustedRoot> roots = SigstoreRoots.around(folder, file);
    if (json != null && member(json, "verificationMaterial", "publicKey") != null) {
      key(folder, file, bytes, json, roots, cases);
      return;
    }
    List<SigstoreVerifier> verifiers =
        roots.stream().map(SigstoreVerifier::insecureOfAnybody).toList();
    if (Folder.name(file.substring(0, file.lastIndexOf('/'))).contains("no-tlog")) {
      cases.refused(file + ": with logs", () -> verify(verifiers, bytes, json, signed));
      List<SigstoreVerifier> unlogged =
          verifiers.stream()
              .map(v -> v.withoutTransparencyLog().withoutCertificateTransparency())
              .toList();
      cases.accepted(file + ": without logs", () -> verify(unlogged, bytes, json, signed));
      return;
    }
    cases.expect(
        !isFaulty(Folder.name(file), json), file, () -> verify(verifiers, bytes, json, signed));
  }

  private static void key(
      Folder folder,
      String file,
      byte[] bytes,
      JsonValue.Obj json,
      List<TrustedRoot> roots,
      Cases cases) {
    String name = Folder.name(file);
    String key =
        file.substring(0, file.length() - name.length()).replace("/bundles/", "/public-keys/")
            + name.replaceFirst("\\.sigstore(\\.json)?$", ".pem");
    if (key.equals(file) || !folder.has(key)) {
      cases.skip(file, "signed with a key that is not among the files");
      return;
    }
    cases.expect(
        !isFaulty(name, json),
        file,
        () -> {
          VerificationKey known = VerificationKey.read(folder.dir().resolve(key));
          verify(
              roots.stream().map(root -> SigstoreVerifier.of(known, root)).toList(),
              bytes,
              json,
              null);
        });
  }

  private static boolean isFaulty(String name, JsonValue.@Nullable Obj json) {
    boolean first =
        json != null
            && json.get("mediaType") instanceof JsonValue.Str type
            && type.value().contains("0.1");
    if (json != null && bringsRoot(json)) {
      return true;
    }
    String rest = first ? NO_INCLUSION.matcher(name).replaceAll("") : name;
    return FAULT.matcher(rest).find();
  }

  /** Whether a certificate of the chain issued itself. */
  private static boolean bringsRoot(JsonValue.Obj json) {
    JsonValue chain = member(json, "verificationMaterial", "x509CertificateChain", "certificates");
    if (!(chain instanceof JsonValue.Arr certificates)) {
      return false;
    }
    for (JsonValue item : certificates.items()) {
      if (item instanceof JsonValue.Obj object
          && object.get("rawBytes") instanceof JsonValue.Str der
          && Certificate.parse(Base64.getDecoder().decode(der.value())).selfIssued()) {
        return true;
      }
    }
    return false;
  }

  /** Accepts if one of the verifiers does. */
  private static void verify(
      List<SigstoreVerifier> verifiers,
      byte[] bytes,
      JsonValue.@Nullable Obj json,
      byte @Nullable [] artifact) {
    SignatureBundle bundle = SignatureBundle.of(bytes);
    List<String> reasons = new ArrayList<>();
    for (SigstoreVerifier verifier : verifiers) {
      try {
        if (artifact != null) {
          verifier.verify(artifact, bundle);
        } else if (json != null && json.get("dsseEnvelope") != null) {
          verifier.verifyDsse(bundle);
        } else {
          verifier.verifyDigest(digest(json), bundle);
        }
        return;
      } catch (GovernanceException e) {
        if (!reasons.contains(e.getMessage())) {
          reasons.add(String.valueOf(e.getMessage()));
        }
      }
    }
    throw new InvalidData("no trusted root accepts it: " + reasons);
  }

  private static Digest digest(JsonValue.@Nullable Obj json) {
    JsonValue digest =
        json == null ? null : member(json, "messageSignature", "messageDigest", "digest");
    if (digest instanceof JsonValue.Str text) {
      return Digest.parseBase64(text.value());
    }
    throw new InvalidData("neither an artifact nor its digest is at hand");
  }

  private static @Nullable String artifact(Folder folder, String file) {
    if (!isBundle(file)) {
      return null;
    }
    String own = file.replaceFirst("\\.sigstore(\\.json)?$", "");
    String common = file.substring(0, file.lastIndexOf('/') + 1) + "artifact.txt";
    if (folder.has(own)) {
      return own;
    }
    // Variants of one bundle share its artifact: bundle.late.sigstore goes with bundle.txt.
    String base = file.substring(0, file.lastIndexOf('/') + 1) + Folder.name(file).split("\\.")[0];
    if (folder.has(base + ".txt")) {
      return base + ".txt";
    }
    return folder.has(common) ? common : null;
  }

  /** A signature and its certificate in files of their own, beside the artifact. */
  static void detached(Folder folder, String file, Cases cases) {
    cases.skip(file, "a signature without a bundle: nothing proves when it was made");
  }

  /** A trusted root, or one authority out of it. */
  static void root(Folder folder, String file, Cases cases) throws IOException {
    byte[] bytes = folder.read(file);
    String name = Folder.name(file);
    boolean sound = !name.matches(".*(badtype|empty|missingroot).*");
    if (name.contains("signing_config") || name.contains("signingconfig")) {
      cases.skip(file, "settings for signing keyless, which is not done here");
    } else if (SigstoreRoots.isAuthority(folder, file)) {
      cases.expect(sound, file, () -> TrustedRoot.parse(SigstoreRoots.rootOf(bytes)));
    } else {
      cases.expect(sound, file, () -> TrustedRoot.parse(bytes));
    }
  }

  /** A checkpoint of a log, which is judged as far as its form goes. */
  static void checkpoint(Folder folder, String file, Cases cases) throws IOException {
    byte[] note = folder.read(file);
    cases.expect(
        !Folder.name(file).startsWith("error"),
        file,
        () -> Checkpoint.parse(SignedNote.parse(note).text()));
  }

  /** An entry as a log has answered; tiled logs take no kind but hashedrekord and dsse. */
  static void entry(Folder folder, String file, Cases cases) throws IOException {
    JsonValue.Obj json = parsed(folder.read(file));
    if (json != null
        && member(json, "kindVersion", "version") instanceof JsonValue.Str version
        && member(json, "kindVersion", "kind") instanceof JsonValue.Str kind
        && version.value().equals("0.0.2")
        && !kind.value().matches("hashedrekord|dsse")) {
      RekorEntries.noEntry(folder, file, cases);
    } else if (json != null && !hasProof(json)) {
      cases.skip(file, "an entry without a proof");
    } else {
      RekorEntries.entry(folder, file, cases);
    }
  }

  private static boolean hasProof(JsonValue.Obj json) {
    return json.get("inclusionProof") != null
        || json.members().values().stream()
            .anyMatch(
                entry ->
                    entry instanceof JsonValue.Obj object
                        && member(object, "verification", "inclusionProof") != null);
  }

  private static JsonValue.@Nullable Obj parsed(byte[] bytes) {
    try {
      return StrictJson.parse(bytes) instanceof JsonValue.Obj object ? object : null;
    } catch (InvalidData e) {
      return null;
    }
  }

  private static @Nullable JsonValue member(JsonValue.Obj json, String... path) {
    JsonValue at = json;
    for (String name : path) {
      at = at instanceof JsonValue.Obj object ? object.get(name) : null;
    }
    return at;
  }

  private static String stem(String file) {
    return file.substring(0, file.lastIndexOf('.'));
  }
}
