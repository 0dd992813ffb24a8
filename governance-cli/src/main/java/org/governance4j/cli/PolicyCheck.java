package org.governance4j.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.governance4j.Prediction;
import org.governance4j.Verdict;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Judges predictions. */
@Command(
    name = "check",
    description = {
      "Judges predictions, JSON lines on stdin such as"
          + " {\"id\":\"r1\",\"inputs\":{\"amount\":1.5},\"outputs\":{\"confidence\":0.9}}.",
      "Prints one verdict line for each, with or without --json:"
          + " {\"action\":…,\"id\":…,\"obligations\":[…],\"violations\":[{\"message\":…,"
          + "\"rule\":…}]}; an obligation is {\"field\":…,\"operation\":…,\"value\":…}, the value"
          + " left out where the operation has none.",
      "A line that is no prediction of the schema is denied by the rule \"input\", and named on"
          + " stderr; so is a line of more than 1 MiB.",
      "Exit codes: 0 all may be released, with what obligations demand; 1 some are denied or held;"
          + " 2 some lines were no predictions, or schema or policy cannot be used, such as a"
          + " policy that is not signed as it must be."
    },
    footer = {
      PolicyExample.FILES,
      "governance policy check --schema schema.json --policy policy.json \\",
      "  < predictions.jsonl",
      PolicyExample.SCHEMAS
    })
@SuppressWarnings("NullAway.Init")
final class PolicyCheck implements Callable<Integer> {
  /** The rule that denies what cannot be read. */
  static final String UNREADABLE = "input";

  private final Console console;

  @Mixin PolicyFiles files;

  @Mixin Standard standard;

  PolicyCheck(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    PolicyFiles.Loaded policy = files.load();
    PredictionLines lines = new PredictionLines(console.in(), policy.schema(), console::flush);
    boolean unread = false;
    boolean withheld = false;
    boolean judged = false;
    for (PredictionLines.Item item = lines.next(); item != null; item = lines.next()) {
      judged = true;
      Prediction prediction = item.prediction();
      if (prediction == null) {
        console.message("line " + item.number() + ": " + item.reason());
        console.line(
            VerdictJson.of(
                item.id(),
                Verdict.Deny.of(Verdict.Cause.UNDEFINED_INPUT, UNREADABLE, item.reason())));
        unread = true;
        continue;
      }
      Verdict verdict = policy.bound().evaluate(prediction);
      console.line(VerdictJson.of(prediction.id(), verdict));
      withheld |= verdict instanceof Verdict.Deny || verdict instanceof Verdict.Escalate;
    }
    if (!judged) {
      throw new NotDone("stdin has no predictions: nothing was judged");
    }
    if (unread) {
      return ExitCode.NOT_DONE;
    }
    return withheld ? ExitCode.DOES_NOT_HOLD : ExitCode.HOLDS;
  }
}
