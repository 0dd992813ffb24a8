package org.governance4j.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.governance4j.ArtifactRejected;
import org.governance4j.JsonValue;
import org.governance4j.SignatureBundle;
import org.governance4j.crypto.SoftwareKey;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The adapter by which the conformance suite of OpenSSF Model Signing runs this implementation. */
@Command(
    name = "oms-adapter",
    description = {
      "The adapter for the conformance suite of OpenSSF Model Signing, by its CLI protocol.",
      "Exit codes: 0 signed or verified; 1 refused, with the reason; 2 could not be done."
    },
    subcommands = {
      OmsAdapter.SignModel.class,
      OmsAdapter.VerifyModel.class,
      OmsAdapter.Capabilities.class,
      OmsAdapter.BenchmarkModel.class
    })
@SuppressWarnings("NullAway.Init")
final class OmsAdapter {
  @Mixin Standard standard;

  /** Signs. */
  @Command(name = "sign-model", description = "Signs a model.")
  @SuppressWarnings("NullAway.Init")
  static final class SignModel implements Callable<Integer> {
    private final Console console;

    @Mixin OmsAdapterOptions options;

    @Option(
        names = "--output-bundle",
        required = true,
        paramLabel = "OUT",
        description = "Where the bundle goes; replaces what is there.")
    private Path bundle;

    @Mixin Standard standard;

    SignModel(Console console) {
      this.console = console;
    }

    @Override
    public Integer call() throws IOException {
      try (SoftwareKey key = options.privateKey(console)) {
        BundleFile.write(
            bundle.toAbsolutePath(), options.signer(key).sign(options.source(bundle)).bytes());
      }
      return ExitCode.HOLDS;
    }
  }

  /** Verifies. */
  @Command(name = "verify-model", description = "Verifies a model.")
  @SuppressWarnings("NullAway.Init")
  static final class VerifyModel implements Callable<Integer> {
    private final Console console;

    @Mixin OmsAdapterOptions options;

    @Option(
        names = "--bundle",
        required = true,
        paramLabel = "FILE",
        description = "The signature bundle.")
    private Path bundle;

    @Mixin Standard standard;

    VerifyModel(Console console) {
      this.console = console;
    }

    @Override
    public Integer call() throws IOException {
      byte[] bytes = Input.read("signature file", bundle, SignatureBundle.MAX_BYTES);
      try {
        options.verifier(console).check(options.source(bundle), SignatureBundle.of(bytes));
        return ExitCode.HOLDS;
      } catch (ArtifactRejected e) {
        console.message("refused: " + Words.of(e));
        return ExitCode.DOES_NOT_HOLD;
      }
    }
  }

  /** Tells what there is beside the required. */
  @Command(name = "capabilities", description = "Prints the optional flags as JSON.")
  @SuppressWarnings("NullAway.Init")
  static final class Capabilities implements Callable<Integer> {
    private final Console console;

    @Mixin Standard standard;

    Capabilities(Console console) {
      this.console = console;
    }

    @Override
    public Integer call() {
      String version = new Main.Version().getVersion()[0];
      console.line(
          JsonValue.object()
              .with("flags", words("--hash-algorithm", "--shard-size", "--max-workers"))
              .with("hash_algorithms", words("sha256", "blake2b", "blake3"))
              .with("benchmark_model", JsonValue.of(true))
              .with("client_version", JsonValue.of(version)));
      return ExitCode.HOLDS;
    }

    private static JsonValue words(String... words) {
      List<JsonValue> values = new ArrayList<>();
      for (String word : words) {
        values.add(JsonValue.of(word));
      }
      return new JsonValue.Arr(values);
    }
  }

  /** Takes the time of signing or verifying. */
  @Command(
      name = "benchmark-model",
      description = "Signs or verifies several times and prints how long each took, as JSON.")
  @SuppressWarnings("NullAway.Init")
  static final class BenchmarkModel implements Callable<Integer> {
    private final Console console;

    @Mixin OmsAdapterOptions options;

    @Option(
        names = "--operation",
        required = true,
        paramLabel = "NAME",
        description = "sign or verify.")
    private String operation;

    @Option(names = "--repeat", required = true, paramLabel = "N", description = "How often.")
    private int repeat;

    @Option(
        names = "--bundle",
        paramLabel = "FILE",
        description = "The signature bundle to verify.")
    private Path bundle;

    @Option(
        names = "--output-bundle",
        paramLabel = "OUT",
        description = "Inside the model it is left out of what is signed.")
    private Path output;

    @Mixin Standard standard;

    BenchmarkModel(Console console) {
      this.console = console;
    }

    @Override
    public Integer call() throws IOException {
      if (repeat < 1 || !List.of("sign", "verify").contains(operation)) {
        throw new NotDone(
            "expected --operation sign or verify and a --repeat of at least 1, found "
                + operation
                + " and "
                + repeat);
      }
      List<JsonValue> times = new ArrayList<>();
      try {
        for (int i = 0; i < repeat; i++) {
          times.add(JsonValue.of(operation.equals("sign") ? sign() : verify()));
        }
      } catch (ArtifactRejected e) {
        console.message("refused: " + Words.of(e));
        return ExitCode.DOES_NOT_HOLD;
      }
      console.line(JsonValue.object().with("times_ms", new JsonValue.Arr(times)));
      return ExitCode.HOLDS;
    }

    private double sign() throws IOException {
      try (SoftwareKey key = options.privateKey(console)) {
        long start = System.nanoTime();
        options.signer(key).sign(options.source(output));
        return millis(start);
      }
    }

    private double verify() throws IOException {
      if (bundle == null) {
        throw new NotDone("--operation verify needs --bundle");
      }
      byte[] bytes = Input.read("signature file", bundle, SignatureBundle.MAX_BYTES);
      long start = System.nanoTime();
      options.verifier(console).check(options.source(bundle), SignatureBundle.of(bytes));
      return millis(start);
    }

    private static double millis(long start) {
      return (System.nanoTime() - start) / 1e6;
    }
  }
}
