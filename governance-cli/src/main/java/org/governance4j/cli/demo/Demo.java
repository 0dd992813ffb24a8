package org.governance4j.cli.demo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.governance4j.ArtifactSource;
import org.governance4j.Clearance;
import org.governance4j.Decision;
import org.governance4j.DecisionLedger;
import org.governance4j.DeploymentRejected;
import org.governance4j.Digest;
import org.governance4j.Entry;
import org.governance4j.Field;
import org.governance4j.KeyAlgorithm;
import org.governance4j.LedgerCorrupted;
import org.governance4j.LedgerReader;
import org.governance4j.ModelRef;
import org.governance4j.ModelSchema;
import org.governance4j.NoteVerifier;
import org.governance4j.Receipt;
import org.governance4j.SignatureBundle;
import org.governance4j.crypto.OmsSigner;
import org.governance4j.crypto.OmsVerifier;
import org.governance4j.crypto.SoftwareKey;
import org.governance4j.crypto.VerificationKey;
import org.governance4j.drift.DriftMonitor;
import org.governance4j.guard.Guard;
import org.governance4j.json.SchemaCodec;
import org.governance4j.ledger.FileLedger;
import org.governance4j.ledger.FileLedgerConfig;
import org.governance4j.ledger.LedgerVerifier;
import org.governance4j.ledger.VerifiedLog;
import org.governance4j.policy.RulePolicy;
import org.governance4j.risk.Evidence;
import org.governance4j.risk.Gate;
import org.jspecify.annotations.Nullable;

/**
 * The main job end to end, each part through its public door: train, sign, assess, approve, admit,
 * serve under guard while the world drifts, verify the ledger, and attack both model and ledger.
 *
 * <p>With a seed everything that enters the ledger is repeatable: the clock is the row number, keys
 * and salts come from the seed, and the monitor works only when it is drained.
 */
final class Demo {

  static final String ORIGIN = "demo.invalid/automatic-decisions";
  private static final String MODEL_NAME = "automatic-decision";
  private static final String MODEL_VERSION = "1.0.0";
  private static final double MIN_CONFIDENCE = 0.55;

  /** One part in so many trains the model. */
  private static final int TRAINING_PART = 5;

  static final int MIN_ROWS = 1_000;

  private final LabelledStream data;
  private final OptionalLong seed;
  private final DemoFiles files;
  private final RowClock rowClock = new RowClock();

  /**
   * Prepares a demo.
   *
   * @param seed makes keys, salts and clock repeatable; empty for real ones
   */
  Demo(LabelledStream data, OptionalLong seed, DemoFiles files) {
    this.data = data;
    this.seed = seed;
    this.files = files;
  }

  /** Runs it. */
  DemoReport run() throws IOException {
    int trained = data.size() / TRAINING_PART;
    LogisticModel model = LogisticModel.train(data, trained, seed.orElse(1));
    Files.write(files.modelFile(), model.encode());

    ModelSchema schema = schema();
    Files.write(files.schema(), SchemaCodec.write(schema));
    RulePolicy policy = policy();
    Files.write(files.policy(), policy.toJson());

    ArtifactSource artifact = ArtifactSource.of(files.model());
    VerificationKey releaseKey;
    try (SoftwareKey key = key("demo-release", 1)) {
      releaseKey = key.verificationKey();
      Files.write(files.signature(), new OmsSigner(key).sign(artifact).bytes());
    }
    OmsVerifier verifier = OmsVerifier.trusting(releaseKey);
    ModelRef ref = ref(verifier, artifact);

    try (SoftwareKey ledgerKey = key("demo-ledger", 2);
        FileLedger ledger = FileLedger.create(files.ledger(), ORIGIN, ledgerKey, config())) {
      NoteVerifier logKey = NoteVerifier.ed25519(ledger.vkey());
      long approval = decide(ledger, ref, policy);
      Gate gate = new Gate(verifier, logKey);
      Clearance clearance = admit(gate, artifact, Evidence.read(files.approval()));
      Served served = serve(ledger, clearance, schema, policy, trained);
      ledger.publish();

      VerifiedLog verified = LedgerVerifier.of(logKey).verify(files.ledger());
      LedgerStory story = LedgerStory.read(ledger.reader(), trained);
      return new DemoReport(
          data,
          trained,
          right(model, trained),
          ref.digest(),
          logKey.vkey(),
          approval,
          served,
          story.drift(),
          story.violations(),
          DemoFiles.size(files.ledger()),
          verified,
          attackModel(gate),
          attackLedger(logKey),
          files.root());
    }
  }

  private ModelSchema schema() {
    List<Field> inputs = data.features().stream().map(Field::number).toList();
    List<Field> outputs =
        List.of(Field.number("score"), Field.number("confidence"), Field.category("label"));
    return ModelSchema.of(MODEL_NAME, MODEL_VERSION, inputs, outputs);
  }

  private RulePolicy policy() {
    return RulePolicy.builder("automatic-decision-output")
        .finite("finite-input", data.features().toArray(new String[0]))
        .range("score-is-a-probability", 0, 1, "score")
        .allowed("known-label", "label", "0", "1")
        .atLeast("confident-enough", "confidence", MIN_CONFIDENCE)
        .build();
  }

  private SoftwareKey key(String name, int number) throws IOException {
    SoftwareKey key;
    if (seed.isPresent()) {
      byte[] text =
          ("governance demo key " + number + " " + seed.getAsLong())
              .getBytes(StandardCharsets.UTF_8);
      key = SoftwareKey.insecureFromSeed(Digest.sha256(text).bytes());
    } else {
      key = SoftwareKey.generate(KeyAlgorithm.ED25519);
    }
    key.save(files.keys().resolve(name + ".key"));
    key.savePublic(files.keys().resolve(name + ".pub"));
    return key;
  }

  private FileLedgerConfig config() {
    // Room for a denial of every row: the demo serves faster than any disk can follow.
    FileLedgerConfig config =
        FileLedgerConfig.defaults()
            .withQueueCapacity(FileLedgerConfig.MAX_QUEUE)
            .withClock(clock());
    if (seed.isEmpty()) {
      return config;
    }
    SplittableRandom random = new SplittableRandom(seed.getAsLong());
    return config
        .withPublishInterval(Duration.ZERO)
        .withSalts(
            () -> {
              byte[] salt = new byte[16];
              random.nextBytes(salt);
              return salt;
            });
  }

  private Clock clock() {
    return seed.isPresent() ? rowClock : Clock.systemUTC();
  }

  private static ModelRef ref(OmsVerifier verifier, ArtifactSource artifact) throws IOException {
    try (var verified =
        verifier.verify(
            artifact, SignatureBundle.read(artifact.path().resolveSibling("model.sig")))) {
      return new ModelRef(MODEL_NAME, MODEL_VERSION, verified.digest());
    }
  }

  /** Records assessment and approval, and takes the approval's proof out of the ledger. */
  private long decide(DecisionLedger ledger, ModelRef model, RulePolicy policy) throws IOException {
    Entry assessment =
        entry(
            new Decision(
                Entry.Types.RISK_ASSESSMENT,
                "user:rita.risk",
                Decision.Outcome.APPROVED,
                model,
                "limited risk: every output is judged, low confidence goes to a person",
                null),
            policy);
    Receipt assessed = ledger.append(assessment);
    Entry approval =
        entry(
            new Decision(
                Entry.Types.APPROVAL,
                "user:otto.owner",
                Decision.Outcome.APPROVED,
                model,
                "assessment accepted, release 1.0.0",
                assessed.leafHash()),
            policy);
    long index = ledger.append(approval).index();
    ledger.publish();
    try (LedgerReader reader = ledger.reader()) {
      Files.write(files.approval(), Evidence.of(reader, index).encode());
    }
    return index;
  }

  private Entry entry(Decision decision, RulePolicy policy) {
    return decision.toEntry().toBuilder()
        .time(clock().instant())
        .request("release-1.0.0")
        .policy(policy.revision())
        .build();
  }

  private Clearance admit(Gate gate, ArtifactSource artifact, Evidence approval)
      throws IOException {
    return gate.admit(artifact, SignatureBundle.read(files.signature()), approval);
  }

  private Served serve(
      DecisionLedger ledger, Clearance clearance, ModelSchema schema, RulePolicy policy, int from)
      throws IOException {
    // The model is loaded from the bytes that were verified, not from its path again.
    LogisticModel model;
    try (InputStream in = clearance.artifact().open(files.modelFile().getFileName().toString())) {
      model = LogisticModel.decode(in.readAllBytes());
    }
    DriftMonitor monitor =
        DriftMonitor.builder(schema)
            .ledger(ledger)
            .model(clearance.model())
            .policy(policy.revision())
            .clock(clock())
            .target("score", DriftMonitor.Loss.ZERO_ONE)
            .manual()
            .build();
    rowClock.row(from);
    try (Guard guard =
        Guard.builder(schema)
            .policy(policy)
            .ledger(ledger)
            .monitor(monitor)
            .clock(clock())
            .model(clearance)
            .start()) {
      return new ServingLoop(model, guard, monitor, schema, rowClock, data.size() - from)
          .serve(data, from);
    }
  }

  private double right(LogisticModel model, int rows) {
    int right = 0;
    for (int i = 0; i < rows; i++) {
      if ((model.score(data.rows()[i]) > 0.5 ? 1 : 0) == data.labels()[i]) {
        right++;
      }
    }
    return (double) right / rows;
  }

  /** Changes one byte of a copy of the model and asks the gate again. */
  private @Nullable String attackModel(Gate gate) throws IOException {
    Path copy = files.attacked().resolve("model");
    DemoFiles.copy(files.model(), copy);
    Path file = copy.resolve(files.modelFile().getFileName());
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);
    try {
      admit(gate, ArtifactSource.of(copy), Evidence.read(files.approval())).artifact().close();
      return null;
    } catch (DeploymentRejected e) {
      return e.getMessage();
    }
  }

  /** Turns the assessment in a copy of the ledger into a rejection and verifies the copy. */
  private @Nullable String attackLedger(NoteVerifier logKey) throws IOException {
    Path copy = files.attacked().resolve("ledger");
    DemoFiles.copy(files.ledger(), copy);
    LedgerStory.tamper(copy, "\"decision\":\"approved\"", "\"decision\":\"rejected\"");
    try {
      LedgerVerifier.of(logKey).verify(copy);
      return null;
    } catch (LedgerCorrupted e) {
      return e.getMessage();
    }
  }
}
