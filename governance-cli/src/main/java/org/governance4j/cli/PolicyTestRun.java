package org.governance4j.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.governance4j.BoundPolicy;
import org.governance4j.InvalidData;
import org.governance4j.JsonValue;
import org.governance4j.Verdict;
import org.governance4j.json.StrictJson;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs the tests that the authors of a policy have written. */
@Command(
    name = "test",
    description = {
      "Runs the tests of a policy: predictions and the verdicts expected of them.",
      "Prints a line for each, ok or FAILED with what was expected and found, then the rules that"
          + " no test broke, and the totals. A missing value breaks only rules of the kinds finite"
          + " and required, which demand nothing else. A line FAILED is followed by the cause of a"
          + " denial and by the messages of the broken rules that read no sensitive field and no"
          + " free text.",
      "Windows are a part of the policy. Each test is judged by itself, with windows that have"
          + " counted nothing before, so that no test depends on the order; coverage leaves windows"
          + " out.",
      "expect has action, and may have cause (of deny), rules (all that the verdict names, of"
          + " allow_with all that are broken, in any order) and obligations (of allow_with, in"
          + " their order); what is left out may be anything.",
      "With --json one line: {\"passed\",\"failed\",\"rules\",\"notBroken\":[…],\"tests\":[{"
          + "\"file\",\"name\",\"ok\",\"differences\":[…],\"found\":{\"action\",\"cause\","
          + "\"rules\",\"obligations\"}}]}.",
      "Exit codes: 0 all passed; 1 some failed, or with --require-coverage some rule was not"
          + " broken; 2 a file cannot be used, and then nothing is judged."
    },
    footer = {
      PolicyExample.FILES,
      """
      cat > tests.json <<'END'
      {"tests":[
       {"name":"a confident answer passes",
        "prediction":{"outputs":{"label":"approve","confidence":0.9}},
        "expect":{"action":"allow"}},
       {"name":"a guess is withheld",
        "prediction":{"outputs":["maybe",0.4]},
        "expect":{"action":"deny","cause":"policy",
                  "rules":["low_confidence","label"]}}]}
      END
      governance policy test --schema schema.json --policy policy.json \\
        --require-coverage tests.json""",
      PolicyExample.SCHEMAS
    })
@SuppressWarnings("NullAway.Init")
final class PolicyTestRun implements Callable<Integer> {
  /** What verdicts name where a prediction would cost more steps than the policy allows. */
  private static final String BUDGET = "budget";

  private final Console console;

  @Mixin PolicyFiles files;

  @Parameters(arity = "1..*", paramLabel = "TESTS", description = "Files of tests, JSON.")
  private List<Path> testFiles;

  @Option(
      names = "--require-coverage",
      description = "It is a failure if a rule is not broken by any test.")
  private boolean requireCoverage;

  @Mixin Standard standard;

  PolicyTestRun(Console console) {
    this.console = console;
  }

  /**
   * A test that was run.
   *
   * @param differences of what was found from what was expected
   * @param why the cause of a denial and the messages of the rules
   */
  private record Done(
      Path file, String name, Found found, List<String> differences, List<String> why) {
    boolean ok() {
      return differences.isEmpty();
    }

    JsonValue json() {
      return JsonValue.object()
          .with("file", JsonValue.of(file.toString()))
          .with("name", JsonValue.of(name))
          .with("ok", JsonValue.of(ok()))
          .with("differences", VerdictJson.strings(differences))
          .with("found", found.json());
    }
  }

  @Override
  public Integer call() {
    PolicyFiles.Loaded loaded = files.load();
    RuleByRule rules = new RuleByRule(loaded);
    boolean counts = loaded.hasWindows();
    RuleWords words = new RuleWords(loaded.schema());
    Set<String> broken = new TreeSet<>();
    List<Done> done = new ArrayList<>();
    read(loaded, rules)
        .forEach(
            (file, cases) ->
                cases.forEach(
                    test -> {
                      BoundPolicy bound = counts ? loaded.bindAgain() : loaded.bound();
                      done.add(run(file, test, bound, rules, words, broken));
                    }));
    List<String> notBroken =
        rules.parts().stream()
            .map(RuleByRule.Part::label)
            .filter(label -> !broken.contains(label))
            .toList();
    long failed = done.stream().filter(test -> !test.ok()).count();
    if (standard.json) {
      console.line(
          JsonValue.object()
              .with("passed", JsonValue.of(done.size() - failed))
              .with("failed", JsonValue.of(failed))
              .with("rules", JsonValue.of(rules.parts().size()))
              .with("notBroken", VerdictJson.strings(notBroken))
              .with("tests", new JsonValue.Arr(done.stream().map(Done::json).toList())));
    } else {
      print(done, failed, rules.parts().size(), notBroken);
    }
    boolean covered = notBroken.isEmpty() || !requireCoverage;
    return failed == 0 && covered ? ExitCode.HOLDS : ExitCode.DOES_NOT_HOLD;
  }

  /** All files, before anything is judged. */
  private Map<Path, List<PolicyCase>> read(PolicyFiles.Loaded loaded, RuleByRule rules) {
    Map<Path, List<PolicyCase>> all = new LinkedHashMap<>();
    for (Path file : testFiles) {
      byte[] json = Input.read("tests file", file, StrictJson.MAX_BYTES);
      try {
        List<PolicyCase> cases = PolicyCase.read(json, loaded.schema());
        cases.forEach(test -> requireKnown(test, rules));
        all.put(file, cases);
      } catch (InvalidData e) {
        throw new NotDone("tests file " + file + ": " + e.getMessage(), e);
      }
    }
    return all;
  }

  /** A rule that no verdict can name is a slip of the author's, not a difference. */
  private static void requireKnown(PolicyCase test, RuleByRule rules) {
    Set<String> expected = test.expected().rules();
    if (expected == null) {
      return;
    }
    List<String> known = new ArrayList<>();
    rules.parts().forEach(part -> known.add(part.label()));
    rules.windows().forEach(part -> known.add(part.label()));
    for (String rule : expected) {
      boolean isBudget = rule.equals(BUDGET) || rule.endsWith("/" + BUDGET);
      if (!isBudget && !known.contains(rule)) {
        String nearest = Nearest.of(rule, known);
        throw new InvalidData(
            "test "
                + RuleWords.quote(test.name())
                + ": expect.rules: no rule "
                + RuleWords.quote(rule)
                + (nearest == null ? "" : "; did you mean " + RuleWords.quote(nearest) + "?"));
      }
    }
  }

  private static Done run(
      Path file,
      PolicyCase test,
      BoundPolicy bound,
      RuleByRule rules,
      RuleWords words,
      Set<String> broken) {
    List<RuleByRule.Judged> all = rules.judge(test.prediction());
    all.stream()
        .filter(RuleByRule.Judged::isShownAtWork)
        .forEach(judged -> broken.add(judged.part().label()));
    Verdict verdict = bound.evaluate(test.prediction());
    Found found = Found.of(verdict, RuleByRule.broken(all));
    List<String> why = new ArrayList<>();
    if (verdict instanceof Verdict.Deny deny) {
      why.add("denied, cause " + deny.cause().word());
    }
    for (RuleByRule.Judged judged : all) {
      if (!words.readsWithheld(judged.part().info())) {
        judged.messages().forEach(message -> why.add(judged.part().label() + ": " + message));
      }
    }
    rules.others(verdict).forEach(other -> why.add(other.rule() + ": " + other.message()));
    return new Done(file, test.name(), found, test.expected().differences(found), why);
  }

  private void print(List<Done> done, long failed, int rules, List<String> notBroken) {
    for (Done test : done) {
      String name = testFiles.size() == 1 ? test.name() : test.file() + ": " + test.name();
      console.line(
          test.ok()
              ? "ok      " + name
              : "FAILED  " + name + ": " + String.join("; ", test.differences()));
      if (!test.ok()) {
        test.why().forEach(line -> console.line("        " + line));
      }
    }
    for (String rule : notBroken) {
      console.line("not broken by any test: " + rule);
    }
    console.line(
        (done.size() - failed)
            + " passed, "
            + failed
            + " failed; "
            + (rules - notBroken.size())
            + " of "
            + rules
            + " rules broken by a test");
  }
}
