package org.governance4j.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.governance4j.ArtifactRejected;
import org.governance4j.ArtifactSource;
import org.governance4j.BoundPolicy;
import org.governance4j.Field;
import org.governance4j.InvalidData;
import org.governance4j.JsonValue;
import org.governance4j.ModelSchema;
import org.governance4j.OutputPolicy;
import org.governance4j.PolicyInvalid;
import org.governance4j.SignatureBundle;
import org.governance4j.crypto.OmsVerifier;
import org.governance4j.crypto.VerificationKey;
import org.governance4j.json.CanonicalJson;
import org.governance4j.json.JsonMembers;
import org.governance4j.json.SchemaCodec;
import org.governance4j.json.StrictJson;
import org.governance4j.policy.Policies;
import org.governance4j.policy.RulePolicy;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that name a model's schema and the policies that judge its output. */
@SuppressWarnings("NullAway.Init")
final class PolicyFiles {
  /** The name of several policies taken together. */
  private static final String TOGETHER = "all";

  @Option(
      names = "--schema",
      required = true,
      paramLabel = "S",
      description = "The model's schema, a JSON file.")
  private Path schemaFile;

  @Option(
      names = "--policy",
      required = true,
      paramLabel = "P",
      description =
          "The rules, a JSON file. Given several times, all of them must allow, and rules are named"
              + " policy/rule.")
  private List<Path> policyFiles;

  @Option(
      names = "--signature",
      paramLabel = "SIG",
      description =
          "The signature bundle of the policy, one for each --policy in the same order; what is"
              + " parsed are the bytes that were verified.")
  private List<Path> signatureFiles = List.of();

  @Option(
      names = "--public-key",
      paramLabel = "K",
      description = "The key that signatures are verified with, a PEM file.")
  private @Nullable Path publicKey;

  /**
   * What the files hold.
   *
   * @param policies as the files have them
   * @param judging the same, maybe without what they quote
   * @param bound those that judge, bound to the schema
   */
  record Loaded(
      ModelSchema schema, List<RulePolicy> policies, List<RulePolicy> judging, BoundPolicy bound) {
    private static Loaded of(
        ModelSchema schema, List<RulePolicy> policies, List<RulePolicy> judging) {
      return new Loaded(schema, policies, judging, bind(judging, schema));
    }

    /** Whether what a verdict says may depend on what came before. */
    boolean hasWindows() {
      return policies.stream()
          .anyMatch(policy -> StrictJson.parseObject(policy.toJson()).get("windows") != null);
    }

    /** The policies bound once more, so that the counters of their windows are empty. */
    BoundPolicy bindAgain() {
      return bind(judging, schema);
    }

    /** How a rule is named in verdicts. */
    String label(RulePolicy policy, String rule) {
      return policies.size() == 1 ? rule : policy.name() + "/" + rule;
    }
  }

  /**
   * Reads and binds them.
   *
   * @throws NotDone if one cannot be used, or is not signed as it must be
   */
  Loaded load() {
    ModelSchema schema = schema();
    List<RulePolicy> policies = read(schema);
    return Loaded.of(schema, policies, policies);
  }

  /**
   * The same with every field of free text marked as sensitive, so that no message repeats a part
   * of one, not even that of a reader who stumbled over it.
   */
  Loaded loadWithholdingTexts() {
    ModelSchema schema = schema();
    List<RulePolicy> policies = read(schema);
    ModelSchema withheld =
        ModelSchema.of(
            schema.name(),
            schema.version(),
            schema.inputs().stream().map(PolicyFiles::withholdText).toList(),
            schema.outputs().stream().map(PolicyFiles::withholdText).toList());
    List<RulePolicy> silent = policies.stream().map(PolicyFiles::withoutQuotes).toList();
    return Loaded.of(withheld, policies, silent);
  }

  private static Field withholdText(Field field) {
    return field.type() == Field.Type.TEXT ? field.asSensitive() : field;
  }

  private ModelSchema schema() {
    byte[] json = Input.read("schema file", schemaFile, StrictJson.MAX_BYTES);
    try {
      return SchemaCodec.read(json);
    } catch (InvalidData e) {
      throw new NotDone("schema file " + schemaFile + ": " + e.getMessage(), e);
    }
  }

  private static RulePolicy withoutQuotes(RulePolicy policy) {
    JsonValue.Obj json = StrictJson.parseObject(policy.toJson());
    List<JsonValue> rules = new ArrayList<>();
    for (JsonMembers rule : JsonMembers.of(json, "$").objects("rules")) {
      Map<String, JsonValue> members = new LinkedHashMap<>(rule.object().members());
      members.remove("quote");
      rules.add(new JsonValue.Obj(members));
    }
    Map<String, JsonValue> whole = new LinkedHashMap<>(json.members());
    whole.put("rules", new JsonValue.Arr(rules));
    return RulePolicy.parse(CanonicalJson.write(new JsonValue.Obj(whole)));
  }

  /** Reads the policies; each is bound by itself, to name the file of one that does not fit. */
  private List<RulePolicy> read(ModelSchema schema) {
    OmsVerifier verifier = verifier();
    List<RulePolicy> policies = new ArrayList<>();
    for (int i = 0; i < policyFiles.size(); i++) {
      Path file = policyFiles.get(i);
      try {
        RulePolicy policy =
            verifier == null ? unsigned(file) : signed(verifier, file, signatureFiles.get(i));
        policy.bind(schema);
        policies.add(policy);
      } catch (PolicyInvalid e) {
        throw new NotDone("policy file " + file + ": " + e.getMessage(), e);
      }
    }
    return List.copyOf(policies);
  }

  private @Nullable OmsVerifier verifier() {
    Path key = publicKey;
    if (key == null && signatureFiles.isEmpty()) {
      return null;
    }
    if (key == null) {
      throw new NotDone("--signature needs --public-key: the key to verify it with");
    }
    if (signatureFiles.size() != policyFiles.size()) {
      throw new NotDone(
          "--public-key needs a --signature for each --policy: expected "
              + policyFiles.size()
              + ", found "
              + signatureFiles.size());
    }
    Input.require("public key file", key);
    return OmsVerifier.trusting(VerificationKey.read(key));
  }

  private static RulePolicy unsigned(Path file) {
    return RulePolicy.parse(Input.read("policy file", file, RulePolicy.MAX_FILE_BYTES));
  }

  private static RulePolicy signed(OmsVerifier verifier, Path file, Path signature) {
    Input.require("policy file", file);
    byte[] bundle = Input.read("signature file", signature, SignatureBundle.MAX_BYTES);
    try {
      return RulePolicy.verified(verifier, ArtifactSource.of(file), SignatureBundle.of(bundle));
    } catch (ArtifactRejected e) {
      throw new NotDone("policy file " + file + " is refused: " + e.getMessage(), e);
    }
  }

  private static BoundPolicy bind(List<RulePolicy> policies, ModelSchema schema) {
    if (policies.size() == 1) {
      return policies.get(0).bind(schema);
    }
    try {
      return Policies.allOf(TOGETHER, policies.toArray(OutputPolicy[]::new)).bind(schema);
    } catch (PolicyInvalid e) {
      throw new NotDone("the policies cannot be taken together: " + e.getMessage(), e);
    }
  }
}
