package org.governance4j.conformance;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.governance4j.ArtifactSource;
import org.governance4j.KeyAlgorithm;
import org.governance4j.SignatureBundle;
import org.governance4j.crypto.CertificateIdentity;
import org.governance4j.crypto.CheckedArtifact;
import org.governance4j.crypto.OmsSigner;
import org.governance4j.crypto.OmsVerifier;
import org.governance4j.crypto.SoftwareKey;
import org.governance4j.crypto.TrustedRoot;
import org.governance4j.crypto.VerificationKey;
import org.governance4j.json.JsonMembers;
import org.jspecify.annotations.Nullable;

/**
 * The conformance suite of OpenSSF Model Signing: every {@code config.json} below {@code
 * test-cases/} is a case, to verify a bundle that lies beside it or to sign and verify. Models and
 * keys are below {@code assets/}.
 *
 * <p>A case changes a copy of the model: links before it is signed, because they are about signing;
 * what else it changes afterwards. Where the case does not tell what the signer leaves out, it is
 * what the verifier leaves out. A key that a case names and the folder has not, is a fresh one: it
 * is in such a case to be of another kind than the bundle's.
 */
final class OmsCases {

  static final String PLACE = "oms-conformance/";
  private static final String CASES = PLACE + "test-cases/";
  private static final String ASSETS = PLACE + "assets/";
  private static final String CONFIG = "/config.json";
  private static final String BUNDLE = "bundle.sig";

  private OmsCases() {}

  /** Whether a file is brought to account with a case that it belongs to. */
  static boolean isCompanion(Folder folder, String file) {
    if (file.startsWith(ASSETS)) {
      return folder.files().stream().anyMatch(OmsCases::isCase);
    }
    return file.startsWith(CASES)
        && !isCase(file)
        && folder.files().stream()
            .filter(OmsCases::isCase)
            .anyMatch(one -> file.startsWith(one.substring(0, one.length() - CONFIG.length() + 1)));
  }

  private static boolean isCase(String file) {
    return file.startsWith(CASES) && file.endsWith(CONFIG);
  }

  static void run(Folder folder, String file, Cases cases) throws IOException {
    if (!isCase(file)) {
      cases.skip(file, "not a case of this suite");
      return;
    }
    Config config = Config.read(folder, file);
    boolean roundtrip = config.sign() != null;
    String name = file.substring(0, file.length() - CONFIG.length());
    if (config.method().equals("sigstore") && roundtrip) {
      cases.skip(name, "keyless signing needs a token of an identity provider");
    } else if (config.method().equals("sigstore") && !folder.has(SigstoreRoots.PUBLIC_GOOD)) {
      cases.skip(name, "the trusted root " + SigstoreRoots.PUBLIC_GOOD + " is not there");
    } else {
      OmsVerifier verifier = config.verifier();
      cases.expect(
          config.accepted(),
          name,
          () -> {
            try (OmsModel model = OmsModel.copy(config.model())) {
              config.judge(model, verifier);
            }
          });
    }
  }

  /**
   * A case.
   *
   * @param dir the folder of the case
   * @param accepted whether all must succeed
   * @param model its original
   * @param inside whether the signature lies inside the model
   * @param files that are signed, in alphabetical order, or null
   * @param sign how to sign, or null if the bundle is there
   * @param links to make
   * @param deleted files
   * @param written files with their content
   */
  private record Config(
      Folder folder,
      Path dir,
      String method,
      boolean accepted,
      Path model,
      boolean inside,
      @Nullable List<String> files,
      @Nullable JsonMembers sign,
      JsonMembers verify,
      Map<String, String> links,
      List<String> deleted,
      Map<String, String> written) {

    static Config read(Folder folder, String file) throws IOException {
      JsonMembers config = VectorFile.object(folder, file);
      Path dir = folder.dir().resolve(file.substring(0, file.length() - CONFIG.length()));
      String relativeTo = config.optionalWord("model_relative_to", List.of("assets", "test_dir"));
      Path models = "test_dir".equals(relativeTo) ? dir : folder.dir().resolve(ASSETS);
      JsonMembers changes = config.optionalObject("model_modifications");
      Map<String, String> written = new LinkedHashMap<>();
      if (changes != null) {
        written.putAll(texts(changes.optionalObject("tamper")));
        written.putAll(texts(changes.optionalObject("inject")));
      }
      return new Config(
          folder,
          dir,
          config.word("method", List.of("key", "certificate", "sigstore")),
          !"fail".equals(config.optionalWord("expect", List.of("pass", "fail"))),
          models.resolve(config.string("model")),
          config.bool("sig_inside_model", false),
          config.has("expected_signed_files") ? config.strings("expected_signed_files") : null,
          config.optionalObject("sign"),
          config.object("verify"),
          changes == null ? Map.of() : texts(changes.optionalObject("symlinks")),
          changes == null ? List.of() : VectorFile.optionalStrings(changes, "delete"),
          written);
    }

    private static Map<String, String> texts(@Nullable JsonMembers object) {
      Map<String, String> texts = new LinkedHashMap<>();
      if (object != null) {
        object.names().forEach(name -> texts.put(name, object.string(name)));
      }
      return texts;
    }

    private Path asset(String name) {
      return folder.dir().resolve(ASSETS).resolve(name);
    }

    private byte[] pem(List<String> names) throws IOException {
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      for (String name : names) {
        all.writeBytes(Files.readAllBytes(asset(name)));
        all.write('\n');
      }
      return all.toByteArray();
    }

    OmsVerifier verifier() throws IOException {
      OmsVerifier verifier =
          switch (method) {
            case "key" -> OmsVerifier.trusting(publicKey(asset(verify.string("public_key"))));
            case "certificate" ->
                OmsVerifier.trustingCertificates(pem(verify.strings("cert_chain")));
            default ->
                OmsVerifier.trustingKeyless(
                    TrustedRoot.parse(folder.read(SigstoreRoots.PUBLIC_GOOD)),
                    new CertificateIdentity(
                        verify.string("identity"), verify.string("identity_provider")));
          };
      return (verify.bool("ignore_unsigned_files", false) ? verifier.ignoringUnsigned() : verifier)
          .acceptingVersion02();
    }

    private static VerificationKey publicKey(Path file) {
      if (Files.exists(file)) {
        return VerificationKey.read(file);
      }
      try (SoftwareKey fresh = SoftwareKey.generate(KeyAlgorithm.ECDSA_P256)) {
        return fresh.verificationKey();
      }
    }

    void judge(OmsModel copy, OmsVerifier verifier) throws IOException {
      Path path = copy.path();
      Path signature = inside ? path.resolve(BUNDLE) : copy.beside(BUNDLE);
      copy.link(links);
      if (sign == null) {
        Files.copy(dir.resolve(BUNDLE), signature);
      } else {
        Files.write(signature, sign(path, signature, sign).bytes());
        Mismatch.check(
            "payload signed again",
            OmsPayload.of(Files.readAllBytes(signature)).text(),
            OmsPayload.of(sign(path, signature, sign).bytes()).text());
      }
      copy.delete(deleted);
      copy.write(written);
      ArtifactSource source = source(path, signature, ignored(verify));
      CheckedArtifact checked = verifier.check(source, SignatureBundle.read(signature));
      if (files != null) {
        Mismatch.check("signed files", files, checked.files().keySet().stream().sorted().toList());
      }
    }

    private static List<String> ignored(JsonMembers how) {
      return VectorFile.optionalStrings(how, "ignore_paths");
    }

    private static ArtifactSource source(Path path, Path signature, List<String> ignored) {
      return OmsSigner.withoutSignature(new ArtifactSource(path, ignored), signature);
    }

    private SignatureBundle sign(Path path, Path signature, JsonMembers how) throws IOException {
      try (SoftwareKey key = SoftwareKey.load(asset(how.string("private_key")))) {
        OmsSigner signer = new OmsSigner(key);
        String certificate = how.optionalString("signing_cert");
        if (certificate != null) {
          List<String> chain = new ArrayList<>(List.of(certificate));
          chain.addAll(VectorFile.optionalStrings(how, "cert_chain"));
          signer = signer.withCertificates(pem(chain));
        }
        List<String> ignored = how.has("ignore_paths") ? ignored(how) : ignored(verify);
        return signer.sign(source(path, signature, ignored));
      }
    }
  }
}
