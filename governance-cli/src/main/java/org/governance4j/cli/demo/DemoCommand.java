package org.governance4j.cli.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.governance4j.InvalidData;
import org.governance4j.cli.Console;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

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

  private final Console console;

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

  @Option(
      names = "--check",
      description =
          "Say at the end that everything shown holds. With or without it, what does not hold is"
              + " named on stderr and the exit code is 1.")
  private boolean check;

  @Option(names = "--json", description = "Print the figures as one JSON object.")
  private boolean json;

  /** Takes the console to print to. */
  public DemoCommand(Console console) {
    this.console = console;
  }

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
    if (json) {
      console.line(report.json());
    } else {
      report.story().forEach(console::line);
    }
    List<String> failures = report.failures();
    if (check && !json && failures.isEmpty()) {
      console.line("check     everything above holds");
    }
    failures.forEach(failure -> console.message("does not hold: " + failure));
    return failures.isEmpty() ? 0 : 1;
  }

  private LabelledStream stream() throws IOException {
    if (data != null) {
      return CsvStream.read(data);
    }
    return SeaStream.generate(seed == null ? DATA_SEED : seed, GENERATED_ROWS);
  }
}
