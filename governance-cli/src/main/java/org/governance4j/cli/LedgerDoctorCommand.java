package org.governance4j.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.governance4j.GovernanceException;
import org.governance4j.JsonValue;
import org.governance4j.NoteVerifier;
import org.governance4j.ledger.Diagnosis;
import org.governance4j.ledger.FileLedgerReader;
import org.governance4j.ledger.Finding;
import org.governance4j.ledger.LedgerDoctor;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Examines a ledger's directory. */
@Command(
    name = "doctor",
    description = {
      "Examines a ledger's directory, also what is private in it: says what is wrong, where, and"
          + " what can be done. Changes nothing.",
      "Give the verifier key to have signatures checked too.",
      "Exit codes: 0 sound, 1 damaged, 2 not all of it could be looked at.",
      "With --json: {\"complete\":…,\"findings\":[{\"file\":…,\"remedy\":…,\"severity\":…,"
          + "\"what\":…}],\"inUse\":…,\"more\":…,\"size\":…,\"sound\":…}; a finding may have one of"
          + " entry, hash, line and offset; severity is info, warning, unreadable or damage."
    })
@SuppressWarnings("NullAway.Init")
final class LedgerDoctorCommand implements Callable<Integer> {
  private final Console console;

  @Option(names = "--dir", required = true, paramLabel = "D", description = "The ledger.")
  private Path directory;

  @Option(
      names = "--vkey",
      paramLabel = "V",
      description = "Its verifier key; governance ledger vkey prints it.")
  private @Nullable String vkey;

  @Mixin Standard standard;

  LedgerDoctorCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    NoteVerifier log = vkey == null ? null : LedgerKeys.verifier(vkey);
    Input.requireDirectory("ledger directory", directory);
    Diagnosis diagnosis;
    try (Progress progress = new Progress(console, "examining", size())) {
      diagnosis = LedgerDoctor.examine(directory, log, progress::at);
    }
    if (standard.json) {
      console.line(json(diagnosis));
    } else {
      diagnosis.findings().forEach(finding -> console.line(text(finding)));
      console.line(summary(diagnosis));
    }
    if (!diagnosis.isSound()) {
      return ExitCode.DOES_NOT_HOLD;
    }
    return diagnosis.isComplete() ? ExitCode.HOLDS : ExitCode.NOT_DONE;
  }

  /** How much there is to do; a damaged checkpoint does not say, and will be a finding. */
  private long size() {
    try (FileLedgerReader reader = FileLedgerReader.open(directory)) {
      return reader.size();
    } catch (GovernanceException e) {
      return 1;
    }
  }

  private static String text(Finding finding) {
    StringBuilder line = new StringBuilder();
    line.append(String.format("%-10s  ", finding.severity().word()));
    line.append(finding.file().isEmpty() ? "." : finding.file());
    if (finding.place() != null) {
      line.append(", ").append(finding.place());
    }
    line.append(": ").append(finding.what());
    if (!finding.remedy().isEmpty()) {
      line.append(" -> ").append(finding.remedy());
    }
    return Words.line(line.toString());
  }

  private static String summary(Diagnosis diagnosis) {
    String entries =
        diagnosis.size() < 0
            ? ""
            : ", " + diagnosis.size() + (diagnosis.size() == 1 ? " entry" : " entries");
    long damages = count(diagnosis.findings(), Finding.Severity.DAMAGE);
    if (damages > 0) {
      return "damaged: "
          + damages
          + (damages == 1 ? " place" : " places")
          + (diagnosis.more() > 0 ? ", and " + diagnosis.more() + " findings not listed" : "")
          + entries;
    }
    return (diagnosis.isComplete() ? "sound" : "not all could be looked at")
        + entries
        + (diagnosis.inUse() ? ", in use" : "");
  }

  private static long count(List<Finding> findings, Finding.Severity severity) {
    return findings.stream().filter(finding -> finding.severity() == severity).count();
  }

  private static JsonValue json(Diagnosis diagnosis) {
    return JsonValue.object()
        .with("sound", JsonValue.of(diagnosis.isSound()))
        .with("complete", JsonValue.of(diagnosis.isComplete()))
        .with("inUse", JsonValue.of(diagnosis.inUse()))
        .with("size", JsonValue.of(diagnosis.size()))
        .with("more", JsonValue.of(diagnosis.more()))
        .with(
            "findings",
            new JsonValue.Arr(
                diagnosis.findings().stream().map(LedgerDoctorCommand::json).toList()));
  }

  private static JsonValue json(Finding finding) {
    JsonValue.Obj object =
        JsonValue.object()
            .with("severity", JsonValue.of(finding.severity().word()))
            .with("file", JsonValue.of(finding.file()))
            .with("what", JsonValue.of(finding.what()))
            .with("remedy", JsonValue.of(finding.remedy()));
    Finding.Place place = finding.place();
    return place == null ? object : object.with(place.unit().word(), JsonValue.of(place.at()));
  }
}
