package org.governance4j.guard;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import org.governance4j.ArtifactVerifier;
import org.governance4j.DecisionLedger;
import org.governance4j.GovernanceException;
import org.governance4j.Health;
import org.governance4j.InvalidData;
import org.governance4j.KeyAlgorithm;
import org.governance4j.KeyHandle;
import org.governance4j.KeyUnavailable;
import org.governance4j.ModelRef;
import org.governance4j.ModelSchema;
import org.governance4j.NoteKey;
import org.governance4j.NoteVerifier;
import org.governance4j.OutputPolicy;
import org.governance4j.PredictionMonitor;
import org.governance4j.json.SchemaCodec;
import org.governance4j.json.StrictJson;
import org.governance4j.spi.Components;
import org.governance4j.spi.Settings;
import org.jspecify.annotations.Nullable;

/**
 * Everything a service needs to govern its models, assembled from what is on the class path: a file
 * ledger with its key, rule policies, a drift monitor and an artifact verifier.
 *
 * <p>Below one directory it keeps {@code ledger/}, a tlog-tiles directory that anybody may read,
 * {@code ledger.key}, which only this service may read, and {@code raw/} for the events that are in
 * the ledger only as counts. Parts given to the {@link Builder} win over what is found; a role that
 * nobody brings is refused with the name of the artifact that does.
 *
 * <p>Safe for any number of threads. Close it after the guards it made.
 */
public final class Governance implements AutoCloseable {

  private static final int FIRST_PER_RULE = 100;

  private static final Map<Class<?>, String> BROUGHT_BY =
      Map.of(
          KeyHandle.class, "governance-crypto",
          ArtifactVerifier.class, "governance-crypto",
          PredictionMonitor.class, "governance-drift",
          DecisionLedger.class, "governance-core",
          OutputPolicy.class, "governance-core");

  private final Components components;
  private final Clock clock;
  private final Path rawDirectory;
  private final KeyHandle key;
  private final DecisionLedger ledger;

  private Governance(Builder builder) {
    this.components = builder.components();
    this.clock = builder.clock;
    this.rawDirectory = builder.directory.resolve("raw");
    Path ledgerDirectory = builder.directory.resolve("ledger");
    Path marker = builder.directory.resolve("ledger.origin");
    requireLedgerNotGone(ledgerDirectory, marker);
    this.key = builder.key == null ? key(builder) : builder.key;
    DecisionLedger opened;
    try {
      opened =
          create(
              DecisionLedger.class,
              "file",
              builder
                  .named()
                  .with("dir", ledgerDirectory.toString())
                  .with("create", "true")
                  .with(KeyHandle.class, key)
                  .with(Clock.class, clock));
    } catch (RuntimeException e) {
      key.close();
      throw e;
    }
    this.ledger = opened;
    try {
      Files.writeString(marker, ledger.origin() + "\n");
    } catch (IOException e) {
      close();
      throw new GovernanceException("cannot write " + marker + ": " + e, e);
    }
  }

  /** A new ledger under an old name and key would be a fork of the one that is gone. */
  private static void requireLedgerNotGone(Path ledgerDirectory, Path marker) {
    try {
      Files.createDirectories(ledgerDirectory.getParent());
    } catch (IOException e) {
      throw new GovernanceException(
          ledgerDirectory.getParent() + " is not a directory and cannot be made one", e);
    }
    if (Files.exists(ledgerDirectory.resolveSibling("checkpoint"))) {
      throw new GovernanceException(
          ledgerDirectory.getParent()
              + " is itself a ledger, which others may read: give the directory that is to hold"
              + " ledger and key");
    }
    if (Files.exists(marker) && !Files.exists(ledgerDirectory)) {
      throw new GovernanceException(
          "the ledger "
              + ledgerDirectory
              + " is gone, though "
              + marker
              + " says there was one: restore it, or start over in another directory with another"
              + " origin");
    }
  }

  private KeyHandle key(Builder builder) {
    Settings settings =
        Settings.empty()
            .with("file", builder.directory.resolve("ledger.key").toString())
            .with("create", "true");
    char[] password = builder.password;
    return create(
        KeyHandle.class,
        "ed25519-file",
        password == null ? settings : settings.with(char[].class, password));
  }

  /**
   * Opens the directory with the defaults, and creates what is missing in it.
   *
   * @param directory of this service alone
   * @throws GovernanceException if a part is missing on the class path or cannot be opened
   */
  public static Governance embedded(Path directory) {
    return builder(directory).open();
  }

  /** Starts to configure what {@link #embedded} does by default. */
  public static Builder builder(Path directory) {
    return new Builder(directory);
  }

  /** The ledger. */
  public DecisionLedger ledger() {
    return ledger;
  }

  /**
   * The public key of the ledger's checkpoints: what a verifier, an auditor or a deployment gate
   * pins.
   */
  public NoteVerifier logKey() {
    return NoteVerifier.ed25519(
        NoteKey.of(ledger.origin(), NoteKey.ED25519, rawEd25519(key)).vkey());
  }

  /**
   * Reads a rule file.
   *
   * @throws org.governance4j.PolicyInvalid if it is not a valid rule file
   */
  public OutputPolicy policy(Path ruleFile) {
    return create(OutputPolicy.class, "rules", Settings.empty().with("file", ruleFile.toString()));
  }

  /**
   * Reads a rule file whose signature holds, from the very bytes that were verified.
   *
   * @param ruleFile the signed file
   * @param signature the file of its signature
   * @param verifier who judges it, for example {@link #verifier}
   * @throws org.governance4j.ArtifactRejected if the signature is missing or does not hold
   * @throws org.governance4j.PolicyInvalid if it is not a valid rule file
   */
  public OutputPolicy signedPolicy(Path ruleFile, Path signature, ArtifactVerifier verifier) {
    return create(
        OutputPolicy.class,
        "rules",
        Settings.empty()
            .with("file", ruleFile.toString())
            .with("signature", signature.toString())
            .with(ArtifactVerifier.class, verifier));
  }

  /**
   * A verifier of signed artifacts.
   *
   * @param publicKey the file of the public key to trust
   * @throws KeyUnavailable if it cannot be read
   */
  public ArtifactVerifier verifier(Path publicKey) {
    return create(
        ArtifactVerifier.class, "oms", Settings.empty().with("publicKey", publicKey.toString()));
  }

  /**
   * Starts to configure a guard that writes to this ledger and watches for drift; policy and model
   * are left to give. Of each rule the first 100 violations of a minute are entries in full, the
   * others are counted there and kept in {@code raw/}, see {@link Recording#volume}.
   */
  public GuardBuilder guard(ModelSchema schema) {
    return Guard.builder(schema)
        .clock(clock)
        .ledger(ledger)
        .recording(Recording.VIOLATIONS.volume(FIRST_PER_RULE, Duration.ofMinutes(1), rawDirectory))
        .monitor((model, revision) -> monitor(schema, model, revision));
  }

  /**
   * Starts to configure a guard from the two files that {@code governance policy} takes as well:
   * the model's schema and its rules. Only the model is left to give.
   *
   * @param schemaFile the schema, in the form of {@link SchemaCodec}
   * @param ruleFile the rules, as for {@link #policy}
   * @throws InvalidData if the schema is malformed; the message names the file
   * @throws GovernanceException if its file cannot be read or is larger than {@link
   *     StrictJson#MAX_BYTES}
   * @throws org.governance4j.PolicyInvalid if the rules are not a valid rule file
   */
  public GuardBuilder guard(Path schemaFile, Path ruleFile) {
    return guard(schema(schemaFile)).policy(policy(ruleFile));
  }

  private static ModelSchema schema(Path file) {
    byte[] json;
    try (InputStream in = Files.newInputStream(file)) {
      json = in.readNBytes(StrictJson.MAX_BYTES + 1);
    } catch (IOException e) {
      throw new GovernanceException("schema file " + file + " cannot be read: " + e, e);
    }
    try {
      return SchemaCodec.read(json);
    } catch (InvalidData e) {
      throw new InvalidData("schema file " + file + ": " + e.getMessage(), e);
    }
  }

  /** How the ledger does; every guard has its own health. */
  public Health health() {
    return ledger.health();
  }

  /** Closes the ledger with everything queued in it, then the key. */
  @Override
  public void close() {
    try {
      ledger.close();
    } finally {
      key.close();
    }
  }

  private PredictionMonitor monitor(ModelSchema schema, ModelRef model, String revision) {
    return create(
        PredictionMonitor.class,
        "drift",
        Settings.empty()
            .with("policy", revision)
            .with(ModelSchema.class, schema)
            .with(ModelRef.class, model)
            .with(DecisionLedger.class, ledger)
            .with(Clock.class, clock));
  }

  private <T> T create(Class<T> role, String name, Settings settings) {
    if (!components.names(role).contains(name)) {
      throw new GovernanceException(
          "org.governance4j:"
              + BROUGHT_BY.get(role)
              + " brings the missing "
              + role.getSimpleName()
              + " '"
              + name
              + "'; available: "
              + components.names(role));
    }
    return components.create(role, name, settings);
  }

  /** An Ed25519 SubjectPublicKeyInfo (RFC 8410) is 12 fixed bytes and the key. */
  private static byte[] rawEd25519(KeyHandle key) {
    byte[] info = key.publicKey();
    if (key.algorithm() != KeyAlgorithm.ED25519 || info.length != 44) {
      throw new KeyUnavailable("the ledger's key must be Ed25519, it is " + key.algorithm().word());
    }
    return Arrays.copyOfRange(info, 12, 44);
  }

  /** Configures a {@link Governance}; not safe for more than one thread. */
  public static final class Builder {
    private final Path directory;
    private @Nullable Components components;
    private @Nullable KeyHandle key;
    private char @Nullable [] password;
    private Clock clock = Clock.systemUTC();
    private String origin;
    private @Nullable String instance;

    private Builder(Path directory) {
      this.directory = directory;
      Path name = directory.toAbsolutePath().normalize().getFileName();
      this.origin =
          "embedded.invalid/" + (name == null ? "root" : name.toString().replaceAll("[\\s+]", "-"));
    }

    /**
     * The ledger's name, unique in the world, best below a domain you own. Default: a name below
     * {@code embedded.invalid}, good for trying out.
     */
    public Builder origin(String value) {
      origin = Objects.requireNonNull(value, "origin");
      return this;
    }

    /**
     * Which of several replicas of the service this is: each has a directory and a ledger of its
     * own, and the ledger's name is then {@code origin/instance}. Two replicas that signed under
     * one name would look like a log that lies. Default: the only one.
     *
     * @param value not empty and without slash; with the origin and the slash at most 255 bytes
     */
    public Builder instance(String value) {
      instance = Objects.requireNonNull(value, "instance");
      return this;
    }

    /** The clock for entries. Default: the system's. */
    public Builder clock(Clock value) {
      clock = Objects.requireNonNull(value, "clock");
      return this;
    }

    /** The parts to choose from. Default: what this library's class loader offers. */
    public Builder components(Components value) {
      components = Objects.requireNonNull(value, "components");
      return this;
    }

    /**
     * The ledger's key, Ed25519, for example from a key service; closed with the rest. Default: the
     * file {@code ledger.key}, made when missing.
     */
    public Builder key(KeyHandle value) {
      key = Objects.requireNonNull(value, "key");
      return this;
    }

    /** Encrypts the file {@code ledger.key}. Default: protected by its permissions alone. */
    public Builder password(char[] value) {
      password = value.clone();
      return this;
    }

    /**
     * Opens the directory.
     *
     * @throws IllegalArgumentException if origin and instance cannot name a ledger, or it has
     *     another name
     * @throws GovernanceException if a part is missing or cannot be opened, or the directory had a
     *     ledger that is gone
     */
    public Governance open() {
      return new Governance(this);
    }

    private Settings named() {
      Settings settings = Settings.empty().with("origin", origin);
      return instance == null ? settings : settings.with("instance", instance);
    }

    private Components components() {
      return components == null ? Components.load(Governance.class.getClassLoader()) : components;
    }
  }
}
