package org.governance4j.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.governance4j.BoundPolicy;
import org.governance4j.InvalidData;
import org.governance4j.JsonValue;
import org.governance4j.ModelSchema;
import org.governance4j.PolicyInvalid;
import org.governance4j.Prediction;
import org.governance4j.Verdict;
import org.governance4j.json.PredictionCodec;
import org.governance4j.json.SchemaCodec;
import org.governance4j.json.StrictJson;
import org.governance4j.policy.RulePolicy;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Judges predictions. */
@Command(
    name = "check",
    description = {
      "Judges predictions, JSON lines on stdin such as"
          + " {\"id\":\"r1\",\"inputs\":{\"amount\":1.5},\"outputs\":{\"confidence\":0.9}}.",
      "Prints one verdict line for each, with or without --json:"
          + " {\"action\":…,\"id\":…,\"obligations\":[…],\"violations\":[{\"message\":…,"
          + "\"rule\":…}]}.",
      "A line that is no prediction of the schema is denied by the rule \"input\", and named on"
          + " stderr; so is a line of more than 1 MiB.",
      "Exit codes: 0 all may be released; 1 some are denied or held; 2 some lines were no"
          + " predictions, or schema or policy cannot be used."
    })
@SuppressWarnings("NullAway.Init")
final class PolicyCheck implements Callable<Integer> {
  /** The rule that denies what cannot be read. */
  static final String UNREADABLE = "input";

  /** The longest line, in bytes: predictions are short, and a line without an end is no line. */
  private static final int MAX_LINE_BYTES = 1 << 20;

  private final Console console;

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
      description = "The rules, a JSON file.")
  private Path policyFile;

  @Mixin Standard standard;

  PolicyCheck(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    ModelSchema schema = schema();
    BoundPolicy policy = policy(schema);
    PredictionCodec codec = new PredictionCodec(schema);
    boolean unread = false;
    boolean withheld = false;
    boolean judged = false;
    Lines lines = new Lines(console.in(), MAX_LINE_BYTES, console::flush);
    for (Lines.Line line = lines.next(); line != null; line = lines.next()) {
      if (line.isBlank()) {
        continue;
      }
      judged = true;
      Prediction prediction;
      try {
        prediction = codec.read(line.bytes());
      } catch (InvalidData e) {
        String reason = reason(e, line, schema);
        console.message("line " + line.number() + ": " + reason);
        console.line(
            VerdictJson.of(
                id(line), Verdict.Deny.of(Verdict.Cause.UNDEFINED_INPUT, UNREADABLE, reason)));
        unread = true;
        continue;
      }
      Verdict verdict = policy.evaluate(prediction);
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

  private ModelSchema schema() {
    byte[] json = Input.read("schema file", schemaFile, StrictJson.MAX_BYTES);
    try {
      return SchemaCodec.read(json);
    } catch (InvalidData e) {
      throw new NotDone("schema file " + schemaFile + ": " + e.getMessage(), e);
    }
  }

  private BoundPolicy policy(ModelSchema schema) {
    byte[] json = Input.read("policy file", policyFile, RulePolicy.MAX_FILE_BYTES);
    try {
      return RulePolicy.parse(json).bind(schema);
    } catch (PolicyInvalid e) {
      throw new NotDone("policy file " + policyFile + ": " + e.getMessage(), e);
    }
  }

  /** The reason in terms of a field where the reader of JSON saw only a place in the text. */
  private static String reason(InvalidData failure, Lines.Line line, ModelSchema schema) {
    String better = null;
    if (failure.getMessage() != null && failure.getMessage().startsWith("invalid JSON")) {
      better = NotANumber.find(new String(line.bytes(), StandardCharsets.UTF_8), schema);
    }
    return better == null ? Words.ofLine(failure) : better;
  }

  /** The id of a line that is no prediction, if that much can be read. */
  private static @Nullable String id(Lines.Line line) {
    try {
      String text = NotANumber.withNulls(new String(line.bytes(), StandardCharsets.UTF_8));
      return StrictJson.parse(text) instanceof JsonValue.Obj object
              && object.get("id") instanceof JsonValue.Str id
          ? id.value()
          : null;
    } catch (InvalidData e) {
      return null;
    }
  }
}
