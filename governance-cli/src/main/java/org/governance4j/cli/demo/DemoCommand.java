package org.governance4j.cli.demo;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.governance4j.InvalidData;
import org.governance4j.json.CanonicalJson;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code governance demo}. */
@Command(
    name = "demo",
    description =
        "Trains, signs, approves and serves a small model under guard while its world drifts,"
            + " verifies the ledger, and attacks both model and ledger.",
    mixinStandardHelpOptions = true)
public final class DemoCommand implements Callable<Integer> {

  /** The seed of the generated data when none is given: the year of the SEA paper. */
  private static final long DATA_SEED = 2001;

  private static final int GENERATED_ROWS = 40_000;

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--data",
      paramLabel = "FILE",
      description =
          "CSV, plain or gzip: header, numeric features, class 0 or 1 in the last column, in time"
              + " order. Default: the SEA concepts, generated.")
  private @Nullable Path data;

  @Option(
      names = "--seed",
      description =
          "Makes the run repeatable to the ledger's root: data, keys and salts come from the seed,"
              + " the clock is the row number. Keys made from a seed protect nothing.")
  private @Nullable Long seed;

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description = "Where everything is written. Default: ${DEFAULT-VALUE}",
      defaultValue = "governance-demo")
  private Path dir = Path.of("governance-demo");

  @Option(names = "--check", description = "Exit with 1 unless everything shown holds.")
  private boolean check;

  @Option(names = "--json", description = "Print the figures as one JSON object.")
  private boolean json;

  /** Made by picocli. */
  public DemoCommand() {}

  @Override
  public Integer call() throws IOException {
    LabelledStream stream = stream();
    if (stream.size() < Demo.MIN_ROWS) {
      throw new InvalidData(
          stream.name()
              + " has "
              + stream.size()
              + " rows, at least "
              + Demo.MIN_ROWS
              + " are needed");
    }
    OptionalLong repeatable = seed == null ? OptionalLong.empty() : OptionalLong.of(seed);
    DemoReport report = new Demo(stream, repeatable, DemoFiles.fresh(dir)).run();
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    if (json) {
      out.println(CanonicalJson.writeString(report.json()));
    } else {
      report.story().forEach(out::println);
    }
    List<String> failures = report.failures();
    if (check && !json && failures.isEmpty()) {
      out.println("check     everything above holds");
    }
    out.flush();
    PrintWriter err = spec.commandLine().getErr();
    failures.forEach(failure -> err.println("does not hold: " + failure));
    err.flush();
    return failures.isEmpty() ? 0 : 1;
  }

  private LabelledStream stream() throws IOException {
    if (data != null) {
      return CsvStream.read(data);
    }
    return SeaStream.generate(seed == null ? DATA_SEED : seed, GENERATED_ROWS);
  }
}
