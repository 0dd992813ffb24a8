package org.governance4j.cli.demo;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.governance4j.Digest;
import org.governance4j.JsonValue;
import org.governance4j.drift.DriftMonitor;
import org.governance4j.ledger.VerifiedLog;
import org.jspecify.annotations.Nullable;

/**
 * Everything a demo found out.
 *
 * @param data the stream
 * @param trained how many rows trained the model
 * @param trainedRight the share of them it got right
 * @param digest the signed model's digest
 * @param logKey the pinned log key
 * @param approvalIndex where the approval is in the ledger
 * @param served what was served
 * @param drift what the ledger says about drift, by stream
 * @param violations how many policy violations the ledger holds
 * @param ledgerBytes the size of the ledger's directory
 * @param verified the verified ledger
 * @param modelAttack why the changed model was refused, or null if it was not
 * @param ledgerAttack why the changed ledger was refused, or null if it was not
 * @param files where everything is
 */
record DemoReport(
    LabelledStream data,
    int trained,
    double trainedRight,
    Digest digest,
    String logKey,
    long approvalIndex,
    Served served,
    List<DriftFound> drift,
    long violations,
    long ledgerBytes,
    VerifiedLog verified,
    @Nullable String modelAttack,
    @Nullable String ledgerAttack,
    Path files) {

  /** What does not hold; empty when the demo showed what it promises. */
  List<String> failures() {
    List<String> failures = new ArrayList<>();
    long rows = data.size() - (long) trained;
    if (served.counts().checked() != rows) {
      failures.add("served " + served.counts().checked() + " of " + rows + " rows");
    }
    if (violations != served.counts().denied()) {
      failures.add(
          served.counts().denied() + " denials, but " + violations + " violations recorded");
    }
    if (served.counts().recordFailures() + served.counts().policyFailures() != 0) {
      failures.add("the guard had failures: " + served.counts());
    }
    if (served.droppedObservations() != 0) {
      failures.add("the monitor lost " + served.droppedObservations() + " observations");
    }
    if (drift.isEmpty()) {
      failures.add("no drift was found");
    }
    for (int change : data.changes()) {
      if (change < trained) {
        failures.add("the concept changes at row " + change + ", inside the training part");
      }
    }
    if (!data.changes().isEmpty() && !foundIn("@error", data.changes().get(0))) {
      failures.add("the change of concept at row " + data.changes().get(0) + " was not found");
    }
    if (modelAttack == null) {
      failures.add("the changed model was not refused");
    }
    if (ledgerAttack == null) {
      failures.add("the changed ledger was not refused");
    }
    return failures;
  }

  private boolean foundIn(String stream, long change) {
    long next = data.changes().size() > 1 ? data.changes().get(1) : data.size();
    return drift.stream()
        .anyMatch(
            found ->
                found.stream().equals(stream)
                    && found.firstRow() >= change
                    && found.firstRow() < next);
  }

  /** The story, for people. */
  List<String> story() {
    List<String> lines = new ArrayList<>();
    long rows = data.size() - (long) trained;
    lines.add(
        say(
            "data      %s: %,d rows, %d features; the first %,d train, %,d are served",
            data.name(), data.size(), data.features().size(), trained, rows));
    lines.add(
        say(
            "model     logistic regression, right on %.1f %% of its training part; %s",
            100 * trainedRight, digest));
    lines.add("signed    with a demo key (Ed25519); the signature is in model.sig");
    lines.add(
        say(
            "decided   ledger entry %d: risk assessment by user:rita.risk; entry %d: approval by",
            approvalIndex - 1, approvalIndex));
    lines.add("          user:otto.owner (both invented); its proof is in approval.tlog-proof");
    lines.add(
        "gate      open: the signature holds, and the approval is proven offline against the");
    lines.add("          ledger's public key " + logKey);
    lines.add(
        say(
            "served    %,d predictions through guard.check: %,d allow, %,d deny",
            served.counts().checked(), served.counts().allowed(), served.counts().denied()));
    lines.add(
        say(
            "          median %,d ns to allow with drift hand-over, %,d ns to deny and queue the record",
            served.allowNanos(), served.denyNanos()));
    long allowed = served.counts().allowed();
    long denied = served.counts().denied();
    lines.add(
        say(
            "          right: %.1f %% of what was released, %.1f %% of what was withheld for low confidence",
            share(served.releasedRight(), allowed), share(served.withheldRight(), denied)));
    String label = "drift";
    if (!data.changes().isEmpty()) {
      lines.add("drift     the world changes at rows " + rows(data.changes()) + "; alarms:");
      label = "";
    }
    for (DriftFound found : drift) {
      lines.add(
          say(
              "%-9s %s: first at row %,d, %d in all",
              label, meaning(found.stream()), found.firstRow(), found.alerts()));
      label = "";
    }
    lines.add(
        say(
            "ledger    %,d entries, %,d kB with tiles, verified: every tile, entry and signature",
            verified.size(), ledgerBytes / 1000));
    lines.add("          root " + verified.root().base64());
    lines.add("attack 1  one byte of a copy of the model was changed");
    lines.add("          " + outcome(modelAttack));
    lines.add("attack 2  the risk assessment in a copy of the ledger was turned into a rejection");
    lines.add("          " + outcome(ledgerAttack));
    lines.add("files     " + files + "; look for yourself:");
    lines.add("          governance ledger log --dir " + files.resolve("ledger") + " --limit 5");
    lines.add(
        "          governance ledger verify --dir "
            + files.resolve("ledger")
            + " --vkey "
            + logKey);
    return lines;
  }

  /** The figures, for machines. */
  JsonValue.Obj json() {
    List<JsonValue> streams = new ArrayList<>();
    for (DriftFound found : drift) {
      streams.add(
          JsonValue.object()
              .with("stream", JsonValue.of(found.stream()))
              .with("alerts", JsonValue.of(found.alerts()))
              .with("firstRow", JsonValue.of(found.firstRow())));
    }
    JsonValue.Obj report =
        JsonValue.object()
            .with("data", JsonValue.of(data.name()))
            .with("rows", JsonValue.of(data.size()))
            .with("trained", JsonValue.of(trained))
            .with("served", JsonValue.of(served.counts().checked()))
            .with("allow", JsonValue.of(served.counts().allowed()))
            .with("deny", JsonValue.of(served.counts().denied()))
            .with("allowNanos", JsonValue.of(served.allowNanos()))
            .with("denyNanos", JsonValue.of(served.denyNanos()))
            .with("drift", new JsonValue.Arr(streams))
            .with("origin", JsonValue.of(verified.origin()))
            .with("size", JsonValue.of(verified.size()))
            .with("root", JsonValue.of(verified.root().base64()))
            .with("logKey", JsonValue.of(logKey))
            .with("ledgerBytes", JsonValue.of(ledgerBytes))
            .with("modelAttackRefused", JsonValue.of(modelAttack != null))
            .with("ledgerAttackRefused", JsonValue.of(ledgerAttack != null))
            .with("directory", JsonValue.of(files.toString()));
    return report.with(
        "failures",
        new JsonValue.Arr(
            failures().stream().map(JsonValue::of).map(JsonValue.class::cast).toList()));
  }

  private static String outcome(@Nullable String refusal) {
    return refusal == null ? "NOT REFUSED" : "refused: " + refusal;
  }

  private static String rows(List<Integer> rows) {
    return String.join(", ", rows.stream().map(row -> say("%,d", row)).toList());
  }

  /** The monitor's own streams, in words. */
  private static String meaning(String stream) {
    return switch (stream) {
      case DriftMonitor.ERROR -> "share of wrong decisions, once the truth is known";
      case DriftMonitor.DENY_RATE -> "share of withheld decisions";
      case DriftMonitor.VIOLATION_RATE -> "share of decisions that broke a rule";
      default -> stream;
    };
  }

  private static double share(long part, long whole) {
    return whole == 0 ? 0 : 100.0 * part / whole;
  }

  private static String say(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
