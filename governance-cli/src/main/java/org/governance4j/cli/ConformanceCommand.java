package org.governance4j.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.governance4j.JsonValue;
import org.governance4j.conformance.Conformance;
import org.governance4j.conformance.SuiteReport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Runs an outside suite. */
@Command(
    name = "conformance",
    description = {
      "Runs a suite of cases that others have written over a folder of them.",
      "With --json: {\"suite\",\"passed\",\"failed\",\"skipped\",\"failures\":[{\"case\",\"why\"}],"
          + "\"skips\":[{\"case\",\"why\"}]}.",
      "Exit codes: 0 cases were judged and all passed; 1 a case failed; 2 no case was judged."
    },
    subcommands = OmsAdapter.class)
@SuppressWarnings("NullAway.Init")
final class ConformanceCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "SUITE",
      description = "The suite, e.g. json or ledger; another name lists what there is.")
  private @Nullable String suiteName;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "DIR",
      description = "The folder of its cases.")
  private @Nullable Path folder;

  @Mixin Standard standard;

  ConformanceCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    String suite = suiteName;
    Path directory = folder;
    if (suite == null || directory == null) {
      throw new NotDone(
          "Missing required parameter: expected SUITE and DIR; see governance conformance --help");
    }
    if (!Conformance.suites().contains(suite)) {
      throw new NotDone("no suite \"" + suite + "\"; available are " + Conformance.suites());
    }
    Input.requireDirectory("suite folder", directory);
    SuiteReport report = Conformance.run(suite, directory);
    if (standard.json) {
      console.line(json(report));
    } else {
      report.failures().forEach(failure -> line("failed", failure.caseName(), failure.why()));
      report.skips().forEach(skip -> line("skipped", skip.caseName(), skip.why()));
      console.line(
          report.suite()
              + ": "
              + report.passed()
              + " passed, "
              + report.failures().size()
              + " failed, "
              + report.skips().size()
              + " skipped");
    }
    if (report.passed() + report.failures().size() == 0) {
      console.message(
          "nothing was judged: "
              + directory
              + " has no case of suite "
              + suite
              + " that is not skipped");
      return ExitCode.NOT_DONE;
    }
    return report.failures().isEmpty() ? ExitCode.HOLDS : ExitCode.DOES_NOT_HOLD;
  }

  private void line(String outcome, String caseName, String why) {
    console.line(Words.line(outcome + " " + caseName + ": " + why));
  }

  private static JsonValue json(SuiteReport report) {
    JsonValue[] failures =
        report.failures().stream()
            .map(failure -> caseOf(failure.caseName(), failure.why()))
            .toArray(JsonValue[]::new);
    JsonValue[] skips =
        report.skips().stream()
            .map(skip -> caseOf(skip.caseName(), skip.why()))
            .toArray(JsonValue[]::new);
    return JsonValue.object()
        .with("suite", JsonValue.of(report.suite()))
        .with("passed", JsonValue.of(report.passed()))
        .with("failed", JsonValue.of(failures.length))
        .with("skipped", JsonValue.of(skips.length))
        .with("failures", JsonValue.array(failures))
        .with("skips", JsonValue.array(skips));
  }

  private static JsonValue caseOf(String name, String why) {
    return JsonValue.object().with("case", JsonValue.of(name)).with("why", JsonValue.of(why));
  }
}
