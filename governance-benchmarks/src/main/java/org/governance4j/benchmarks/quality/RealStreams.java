package org.governance4j.benchmarks.quality;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.governance4j.DriftDetector;
import org.governance4j.DriftEvent;
import org.governance4j.drift.Adwin;
import org.governance4j.drift.Bocd;
import org.governance4j.drift.Calibration;
import org.governance4j.drift.Ddm;
import org.governance4j.drift.DetectorConfig;
import org.governance4j.drift.Focus;
import org.governance4j.drift.HddmW;

/**
 * What detectors find in streams from the world, as a table in Markdown and a picture per stream.
 *
 * <pre>
 * java -cp … org.governance4j.benchmarks.quality.RealStreams DATA [FOLDER FOR THE PICTURES]
 * </pre>
 *
 * <p>A detection is where the alarm is, a change where the detector says that it was. A span in
 * which something is known to happen is hit if an alarm or a change is in it; alarms that hit none
 * are false, as far as is known.
 */
public final class RealStreams {

  private static final double ERT = 100_000;
  private static final int SHOWN = 6;

  /** What a detector found: where it gave the alarm, and where it placed the change. */
  private record Found(List<Long> alarms, List<Long> changes) {}

  private RealStreams() {}

  /** Prints the table and writes the pictures. */
  public static void main(String[] args) throws IOException {
    if (args.length == 0) {
      System.err.println("usage: RealStreams DATA [FOLDER FOR THE PICTURES]");
      System.exit(2);
    }
    List<RealStream> streams;
    try {
      streams = RealStream.read(Path.of(args[0]));
    } catch (NoSuchFileException e) {
      System.err.println(e.getMessage());
      System.exit(2);
      return;
    }
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    out.println(
        "| stream | values | correlation | detector | alarms | the first at | hit | missed | false |");
    out.println("|---|---|---|---|---|---|---|---|---|");
    for (RealStream stream : streams) {
      Map<String, List<Long>> changes = new LinkedHashMap<>();
      String start =
          String.format(
              Locale.ROOT,
              "%s | %,d | %.2f",
              stream.name(),
              stream.values().length - stream.first(),
              stream.autocorrelation());
      for (Map.Entry<String, DetectorConfig> each : detectors(stream.errors()).entrySet()) {
        Found found = run(stream, each.getValue().start());
        changes.put(each.getKey(), found.changes());
        out.println("| " + start + " | " + each.getKey() + " | " + row(stream, found) + " |");
        start = " | | ";
      }
      if (args.length > 1) {
        Path folder = Files.createDirectories(Path.of(args[1]));
        Files.writeString(
            folder.resolve("drift-" + stream.file() + ".svg"), StreamPlot.of(stream, changes));
      }
    }
  }

  private static Map<String, DetectorConfig> detectors(boolean errors) {
    Map<String, DetectorConfig> all = new LinkedHashMap<>();
    if (errors) {
      all.put("FOCuS", Focus.defaults());
    } else {
      all.put("FOCuS normal", Focus.normal());
      all.put("BOCD", Bocd.defaults());
    }
    all.put("ADWIN", Calibration.calibrated(Adwin.defaults(), ERT, null));
    if (errors) {
      all.put("HDDM_W", HddmW.defaults());
      all.put("DDM", Ddm.defaults());
    }
    return all;
  }

  private static Found run(RealStream stream, DriftDetector detector) {
    Found found = new Found(new ArrayList<>(), new ArrayList<>());
    for (int i = stream.first(); i < stream.values().length; i++) {
      int status = detector.update(stream.values()[i]);
      if (status == DriftDetector.REFUSED) {
        throw new IllegalStateException(stream.name() + " has a value that is refused at " + i);
      }
      if ((status & DriftDetector.DRIFT) != 0) {
        DriftEvent event = detector.lastEvent();
        found.alarms().add((long) i);
        found.changes().add(stream.first() + event.changeIndex());
      }
    }
    return found;
  }

  private static String row(RealStream stream, Found found) {
    List<Long> alarms = found.alarms();
    String at =
        alarms.stream()
            .limit(SHOWN)
            .map(each -> String.format(Locale.ROOT, "%,d", each))
            .collect(Collectors.joining("; "));
    String start = alarms.size() + " | " + at + (alarms.size() > SHOWN ? "; …" : "");
    if (stream.known().isEmpty()) {
      return start + " | | | ";
    }
    long hit = stream.known().stream().filter(span -> touched(span, found)).count();
    long wrong = 0;
    for (int i = 0; i < alarms.size(); i++) {
      Found one = new Found(List.of(alarms.get(i)), List.of(found.changes().get(i)));
      wrong += stream.known().stream().anyMatch(span -> touched(span, one)) ? 0 : 1;
    }
    return start + " | " + hit + " | " + (stream.known().size() - hit) + " | " + wrong;
  }

  private static boolean touched(RealStream.Span span, Found found) {
    return found.alarms().stream().anyMatch(at -> within(span, at))
        || found.changes().stream().anyMatch(at -> within(span, at));
  }

  private static boolean within(RealStream.Span span, long at) {
    return at >= span.from() && at <= span.to();
  }
}
