package org.governance4j.conformance;

import java.io.IOException;
import java.util.Set;
import org.governance4j.ArtifactRejected;
import org.governance4j.InvalidData;
import org.governance4j.crypto.x509.DigestAlgorithm;
import org.governance4j.crypto.x509.PublicKey;
import org.governance4j.crypto.x509.SignatureScheme;
import org.governance4j.json.JsonMembers;
import org.jspecify.annotations.Nullable;

/**
 * The vectors of C2SP Wycheproof for the verification of signatures. A file tells by its content
 * what it is: each group of tests states its type, its key and the parameters.
 */
final class WycheproofSuite implements Suite {

  private static final Set<String> CURVES = Set.of("secp256r1", "secp384r1", "secp521r1");
  private static final int MIN_RSA_BITS = 2048;

  @Override
  public void run(Folder folder, Cases cases) {
    Routes.of(
            folder.files().stream()
                .filter(file -> file.endsWith(".json"))
                .map(file -> new Routes.Route(file, WycheproofSuite::file))
                .toArray(Routes.Route[]::new))
        .run(folder, folder.files(), cases);
  }

  private static void file(Folder folder, String file, Cases cases) throws IOException {
    JsonMembers suite = VectorFile.object(folder, file);
    for (JsonMembers group : suite.objects("testGroups")) {
      VectorFile.one(group.path(), cases, () -> group(group, cases));
    }
  }

  private static void group(JsonMembers group, Cases cases) {
    String unknown = unknown(group);
    if (unknown != null) {
      for (JsonMembers test : group.objects("tests")) {
        cases.skip(name(test), unknown);
      }
      return;
    }
    byte[] spki = VectorFile.hex(group.path("publicKeyDer"), group.string("publicKeyDer"));
    for (JsonMembers test : group.objects("tests")) {
      VectorFile.one(name(test), cases, () -> test(group, spki, test, cases));
    }
  }

  private static void test(JsonMembers group, byte[] spki, JsonMembers test, Cases cases) {
    SignatureScheme scheme = scheme(group, test);
    byte[] message = VectorFile.hex(test.path("msg"), test.string("msg"));
    byte[] signature = VectorFile.hex(test.path("sig"), test.string("sig"));
    Act act =
        () -> {
          if (scheme == null || !PublicKey.ofSpki(spki).verify(scheme, message, signature)) {
            throw new ArtifactRejected("the signature does not verify");
          }
        };
    switch (test.string("result")) {
      case "valid" -> cases.accepted(name(test), act);
      case "invalid" -> cases.refused(name(test), act);
      case "acceptable" -> cases.either(name(test), act);
      default -> throw test.invalid("result", "expected valid, invalid or acceptable");
    }
  }

  private static String name(JsonMembers test) {
    return test.path() + " tcId " + test.integer("tcId") + " " + test.string("comment");
  }

  /** Why the tests of a group cannot be judged, or null. */
  private static @Nullable String unknown(JsonMembers group) {
    String type = group.string("type");
    switch (type) {
      case "EddsaVerify":
        return curve(group, Set.of("edwards25519"));
      case "MlDsaVerify":
        return null;
      case "EcdsaVerify", "EcdsaP1363Verify":
        String curve = curve(group, CURVES);
        return curve == null ? digest(group, "sha") : curve;
      case "RsassaPkcs1Verify":
        return rsa(group, digest(group, "sha"));
      case "RsassaPssVerify", "RsassaPssWithParametersVerify":
        if (!group.string("mgf").equals("MGF1")) {
          return "the mask generation function " + group.string("mgf") + " is not supported";
        }
        String sha = digest(group, "sha");
        return rsa(group, sha == null ? digest(group, "mgfSha") : sha);
      default:
        return "no runner for tests of type " + type;
    }
  }

  private static @Nullable String curve(JsonMembers group, Set<String> known) {
    String curve = group.object("publicKey").string("curve");
    return known.contains(curve) ? null : "the curve " + curve + " is not supported";
  }

  private static @Nullable String rsa(JsonMembers group, @Nullable String reason) {
    long bits = group.integer("keySize");
    return reason == null && bits < MIN_RSA_BITS
        ? "RSA keys of " + bits + " bits are not supported"
        : reason;
  }

  private static @Nullable String digest(JsonMembers group, String member) {
    String word = group.string(member);
    return find(word) == null ? "the digest " + word + " is not supported" : null;
  }

  /** How the tests sign; null where the parameters are such that there can be no signature. */
  private static @Nullable SignatureScheme scheme(JsonMembers group, JsonMembers test) {
    return switch (group.string("type")) {
      case "EcdsaVerify" -> new SignatureScheme.Ecdsa(known(group, "sha"));
      case "EcdsaP1363Verify" -> new SignatureScheme.EcdsaP1363(known(group, "sha"));
      case "EddsaVerify" -> new SignatureScheme.Ed25519();
      case "RsassaPkcs1Verify" -> new SignatureScheme.RsaPkcs1(known(group, "sha"));
      case "MlDsaVerify" -> mlDsa(test);
      default ->
          new SignatureScheme.RsaPss(
              known(group, "sha"),
              known(group, "mgfSha"),
              (int) group.integer("sLen", 0, Integer.MAX_VALUE));
    };
  }

  private static @Nullable SignatureScheme mlDsa(JsonMembers test) {
    String hex = test.optionalString("ctx");
    byte[] context = VectorFile.hex(test.path("ctx"), hex == null ? "" : hex);
    return context.length > SignatureScheme.MlDsa.MAX_CONTEXT_BYTES
        ? null
        : new SignatureScheme.MlDsa(context);
  }

  private static DigestAlgorithm known(JsonMembers group, String member) {
    DigestAlgorithm digest = find(group.string(member));
    if (digest == null) {
      throw new InvalidData(group.path(member) + ": expected a digest that is supported");
    }
    return digest;
  }

  private static @Nullable DigestAlgorithm find(String word) {
    for (DigestAlgorithm digest : DigestAlgorithm.values()) {
      if (digest.word().equals(word)) {
        return digest;
      }
    }
    return null;
  }
}
