package org.governance4j.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.governance4j.DriftDetector;
import org.governance4j.InvalidData;
import org.governance4j.JsonValue;
import org.governance4j.spi.Components;
import org.governance4j.spi.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs a streaming detector over a file. */
@Command(
    name = "detect",
    description = {
      "Runs a streaming change detector over numbers, one a line, and prints the positions, from 0,"
          + " at which it reported a change, and the runs of its warnings.",
      "With --json: {\"detections\":[i…],\"warnings\":[[from,to]…]}, both ends included.",
      "Exit codes: 0 it detected no change; 1 it detected one; 2 the numbers could not be judged."
    },
    footer = {
      """

      Detectors and their parameters, all optional (default; range):
        adwin         the adaptive window of Bifet and Gavalda; bring values to 0..1
          delta              the confidence (0.002; above 0, below 1)
          clock              values between two checks (32; 1 or more)
          max_buckets        the most buckets in a row (5; 2 to 1024)
          min_window_length  the fewest values beside a cut (5; 1 or more)
          grace_period       no check before so many values (10; 0 or more)
          variant            published, river or moa (published)
        page-hinkley  a drift of the mean
          min_instances      no report before so many values (30; 1 or more)
          delta              the change that is tolerated (0.005; 0 to 1e140)
          threshold          the sum that reports (50; above 0)
          alpha              the forgetting factor (0.9999; above 0, at most 1)
          mode               both, up or down (both)

      Example: governance drift detect --detector adwin --param delta=0.01 errors.txt"""
    })
@SuppressWarnings("NullAway.Init")
final class DriftDetect implements Callable<Integer> {
  private static final int MAX_LINE_BYTES = 1_000;
  private static final Pattern DECIMAL =
      Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");

  private final Console console;

  @Option(
      names = "--detector",
      required = true,
      paramLabel = "NAME",
      description = "The detector, e.g. adwin or page-hinkley; another name lists what there is.")
  private String name;

  @Option(
      names = "--param",
      paramLabel = "k=v",
      description = "A parameter of the detector; may be given several times.")
  private Map<String, String> parameters = new LinkedHashMap<>();

  @Parameters(paramLabel = "FILE", description = "The numbers; - for stdin.")
  private Path file;

  @Mixin Standard standard;

  DriftDetect(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    Settings settings = Settings.empty();
    for (Map.Entry<String, String> parameter : parameters.entrySet()) {
      settings = settings.with(parameter.getKey(), parameter.getValue());
    }
    DriftDetector detector =
        Components.load(DriftDetect.class.getClassLoader())
            .create(DriftDetector.class, name, settings);
    List<Long> detections = new ArrayList<>();
    List<long[]> warnings = new ArrayList<>();
    try (InputStream in = Input.openOrStdin("file", file, console)) {
      run(new Lines(in, MAX_LINE_BYTES, () -> {}), detector, detections, warnings);
    }
    if (standard.json) {
      console.line(json(detections, warnings));
    } else {
      print(detections, warnings);
    }
    return detections.isEmpty() ? ExitCode.HOLDS : ExitCode.DOES_NOT_HOLD;
  }

  private void run(
      Lines lines, DriftDetector detector, List<Long> detections, List<long[]> warnings)
      throws IOException {
    String source = Input.name(file);
    long index = 0;
    boolean warned = false;
    for (Lines.Line line = lines.next(); line != null; line = lines.next()) {
      int status;
      try {
        status = detector.update(number(line));
      } catch (InvalidData | IllegalArgumentException e) {
        throw new NotDone(source + ":" + line.number() + ": " + e.getMessage(), e);
      }
      if ((status & DriftDetector.DRIFT) != 0) {
        detections.add(index);
      }
      boolean warning = (status & DriftDetector.WARNING) != 0;
      if (warning && warned) {
        warnings.get(warnings.size() - 1)[1] = index;
      } else if (warning) {
        warnings.add(new long[] {index, index});
      }
      warned = warning;
      index++;
    }
    if (index == 0) {
      throw new NotDone(source + " has no numbers: nothing was judged");
    }
  }

  private static double number(Lines.Line line) {
    String text = new String(line.bytes(), StandardCharsets.UTF_8).strip();
    double value = DECIMAL.matcher(text).matches() ? Double.parseDouble(text) : Double.NaN;
    if (!Double.isFinite(value)) {
      throw new InvalidData("expected a finite decimal number, found \"" + text + "\"");
    }
    return value;
  }

  private static JsonValue json(List<Long> detections, List<long[]> warnings) {
    JsonValue[] at = detections.stream().map(JsonValue::of).toArray(JsonValue[]::new);
    JsonValue[] ranges =
        warnings.stream()
            .map(range -> JsonValue.array(JsonValue.of(range[0]), JsonValue.of(range[1])))
            .toArray(JsonValue[]::new);
    return JsonValue.object()
        .with("detections", JsonValue.array(at))
        .with("warnings", JsonValue.array(ranges));
  }

  private void print(List<Long> detections, List<long[]> warnings) {
    for (long[] range : warnings) {
      console.line("warning from " + range[0] + " to " + range[1]);
    }
    for (long index : detections) {
      console.line("drift at " + index);
    }
    if (detections.isEmpty()) {
      console.line("no drift");
    }
  }
}
