package org.governance4j.benchmarks.quality;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
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
 * <p>What counts as hit and as false is said by {@link Found}.
 */
public final class RealStreams {

  private static final double ERT = 100_000;
  private static final int SHOWN = 6;

  private RealStreams() {}

  /** Prints the table and writes the pictures. */
  public static void main(String[] args) throws IOException {
    if (args.length == 0) {
      throw new IllegalArgumentException("expected the folder of the data");
    }
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    out.println(
        "| stream | values | correlation | detector | alarms | the first at | hit | missed | false |");
    out.println("|---|---|---|---|---|---|---|---|---|");
    for (RealStream stream : RealStream.read(Path.of(args[0]))) {
      Map<String, List<Long>> changes = new LinkedHashMap<>();
      String start =
          String.format(
              Locale.ROOT,
              "%s | %,d | %.2f",
              stream.name(),
              stream.values().length - stream.first(),
              stream.autocorrelation());
      for (Map.Entry<String, DetectorConfig> each : detectors(stream.errors()).entrySet()) {
        Found found = Found.in(stream, each.getValue().start());
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
    long hit = found.hits(stream.known());
    long missed = stream.known().size() - hit;
    return start + " | " + hit + " | " + missed + " | " + found.falseAlarms(stream.known());
  }
}
