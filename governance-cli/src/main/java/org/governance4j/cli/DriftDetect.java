package org.governance4j.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.governance4j.DriftDetector;
import org.governance4j.InvalidData;
import org.governance4j.spi.Components;
import org.governance4j.spi.Settings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs a streaming detector over a file. */
@Command(
    name = "detect",
    description = {
      "Runs a streaming change detector over numbers, one a line, and prints the positions, from 0,"
          + " at which it reported a change, and the runs of its warnings. All of them come at the"
          + " end of the input.",
      "Most detectors need some values before they can report anything (FOCuS 180, of a normal"
          + " stream 500 to learn its spread): no drift in fewer is no finding.",
      "With --json: {\"detections\":[i…],\"warnings\":[[from,to]…]}, both ends included; with"
          + " --events also \"events\":[{\"index\",\"changeIndex\",\"statistic\",\"threshold\","
          + "\"logP\",\"direction\",\"before\",\"after\"}…], without what the detector does not"
          + " state.",
      "Exit codes: 0 it detected no change; 1 it detected one; 2 the numbers could not be judged."
    })
@SuppressWarnings("NullAway.Init")
final class DriftDetect implements Callable<Integer> {
  private static final int MAX_LINE_BYTES = 1_000;
  private static final int LINES_PER_LOOK = 1 << 10;

  private final Console console;

  @Option(
      names = "--detector",
      required = true,
      paramLabel = "NAME",
      description =
          "The detector; of our own ones the case, - and _ do not matter: page-hinkley is"
              + " PageHinkley.")
  private String name;

  @Option(
      names = "--param",
      paramLabel = "k=v",
      description = "A parameter of the detector; may be given several times.")
  private Map<String, String> parameters = new LinkedHashMap<>();

  @Option(
      names = "--ert",
      paramLabel = "N",
      description =
          "The expected number of values until a false alarm, by which the detector sets its"
              + " threshold; for our own detectors.")
  private @Nullable String ert;

  @Option(
      names = "--model",
      paramLabel = "M",
      description =
          "What values are like without a change, for --ert: bernoulli:0.2, normal (mean 0,"
              + " deviation 1) or uniform (0 to 1), to which the values must be scaled unless the"
              + " detector learns their spread; without it, the highest level of those models"
              + " whose table reaches N; for our own detectors.")
  private @Nullable String model;

  @Option(names = "--events", description = "Say more of every change than its position.")
  private boolean events;

  @Parameters(paramLabel = "FILE", description = "The numbers; - for stdin.")
  private Path file;

  @Mixin Standard standard;

  DriftDetect(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    Components components = Components.load(DriftDetect.class.getClassLoader());
    String found = DetectorNames.of(components).find(name);
    DriftDetector detector = components.create(DriftDetector.class, found, settings());
    Detections detections = new Detections(events);
    long judged;
    try (InputStream in = Input.openOrStdin("file", file, console);
        Progress progress = new Progress(console, "detecting", size())) {
      judged = run(new NumberLines(in, MAX_LINE_BYTES), detector, detections, progress);
    }
    if (standard.json) {
      console.line(detections.json());
    } else {
      detections.print(console, judged);
    }
    return detections.none() ? ExitCode.HOLDS : ExitCode.DOES_NOT_HOLD;
  }

  private Settings settings() {
    Settings settings = Settings.empty();
    for (Map.Entry<String, String> parameter : parameters.entrySet()) {
      settings = settings.with(parameter.getKey(), parameter.getValue());
    }
    settings = ert == null ? settings : settings.with("ert", ert);
    return model == null ? settings : settings.with("model", model);
  }

  /** The bytes to read; 0 where that is not known beforehand, and nothing is drawn. */
  private long size() throws IOException {
    return Files.isRegularFile(file) ? Files.size(file) : 0;
  }

  /** Returns how many numbers were judged. */
  private long run(
      NumberLines lines, DriftDetector detector, Detections detections, Progress progress)
      throws IOException {
    String source = Input.name(file);
    boolean known = size() > 0;
    while (lines.next()) {
      if (known && lines.number() % LINES_PER_LOOK == 0) {
        progress.at(lines.taken());
      }
      int status;
      try {
        status = detector.update(lines.value());
      } catch (InvalidData e) {
        throw new NotDone(
            source + ":" + lines.number() + ": " + e.getMessage() + before(lines, detections), e);
      }
      if (status != DriftDetector.NONE) {
        if (status == DriftDetector.REFUSED) {
          throw new NotDone(source + ":" + refusal(lines, detector) + before(lines, detections));
        }
        detections.add(lines.number() - 1, status, detector);
      }
    }
    if (lines.number() == 0) {
      throw new NotDone(source + " has no numbers: nothing was judged");
    }
    return lines.number();
  }

  /** What is known of the values before the one at which it ends. */
  private static String before(NumberLines lines, Detections detections) {
    long judged = lines.number() - 1;
    return judged == 0 ? "" : "; before it: " + detections.summary(judged);
  }

  private static String refusal(NumberLines lines, DriftDetector detector) {
    String name = detector.name();
    String what = " line " + lines.number() + ": " + lines.text() + " is out of the range of ";
    return DetectorNames.isReference(name)
        ? what + name + ", or makes what it follows fail"
        : what + name + range(detector);
  }

  /** What the detector takes, by its own answers; it has no more to judge. */
  private static String range(DriftDetector detector) {
    detector.reset();
    if (takes(detector, .5, 2, -2)) {
      return takes(detector, 1e140, -1e140) && !takes(detector, 2e140)
          ? ", which takes magnitudes up to 1e140"
          : "";
    }
    return !takes(detector, 0, 1)
        ? ""
        : takes(detector, .5) ? ", which takes 0 to 1" : ", which takes 0 and 1 alone";
  }

  private static boolean takes(DriftDetector detector, double... values) {
    return Arrays.stream(values).allMatch(value -> detector.update(value) != DriftDetector.REFUSED);
  }
}
