package org.governance4j.benchmarks.quality;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.governance4j.DriftDetector;
import org.governance4j.drift.CalibratedConfig;
import org.governance4j.drift.Calibration;
import org.governance4j.drift.Cusum;
import org.governance4j.drift.Ewma;
import org.governance4j.drift.Focus;
import org.governance4j.drift.Shewhart;
import org.governance4j.drift.StreamModel;
import org.governance4j.drift.Threshold;

/**
 * How soon detectors of one expected run length find a change, beside the procedure that knows it
 * ({@link KnownChange}). Each has the alarm level of the shipped table for the stream before the
 * change (the yardstick, and with {@code --search} all, are calibrated by simulation first); its
 * delay is the mean over runs that had no alarm before the change, on fresh streams; {@code lost}
 * counts those without an alarm for 20,000 values after it; {@code ert} is what was measured when
 * the level was found.
 *
 * <pre>
 * java -cp … org.governance4j.benchmarks.quality.Delays [--ert N] [--runs R] [--at N,N] [--seed S]
 *   [--change MODEL,AFTER]… [--search] [DETECTOR]…
 * </pre>
 */
public final class Delays {

  private static final int LOST = 20_000;

  /**
   * A change of the mean.
   *
   * @param model the stream before
   * @param after the mean after
   */
  private record Change(StreamModel model, double after) {

    double before() {
      return model instanceof StreamModel.Bernoulli bernoulli ? bernoulli.p() : 0;
    }

    boolean normal() {
      return model instanceof StreamModel.Normal;
    }

    double draw(SplittableRandom random, double mean) {
      if (normal()) {
        return mean + random.nextGaussian();
      }
      return random.nextDouble() < mean ? 1 : 0;
    }
  }

  private double ert = 100_000;
  private int runs = 1_000;
  private long seed = 1;
  private int[] at = {2_000, 10_000};
  private boolean searches;
  private final List<Change> changes = new ArrayList<>();
  private final List<String> names = new ArrayList<>();
  private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);

  private Delays() {}

  /** Prints one line for each change, place and detector, separated by tabs. */
  public static void main(String[] args) {
    Delays delays = new Delays();
    delays.parse(args);
    delays.run();
  }

  private void parse(String[] args) {
    for (int i = 0; i < args.length; i++) {
      switch (args[i]) {
        case "--ert" -> ert = Double.parseDouble(args[++i]);
        case "--runs" -> runs = Integer.parseInt(args[++i]);
        case "--seed" -> seed = Long.parseLong(args[++i]);
        case "--at" ->
            at = Arrays.stream(args[++i].split(",")).mapToInt(Integer::parseInt).toArray();
        case "--search" -> searches = true;
        case "--change" -> changes.add(change(args[++i]));
        default -> names.add(args[i]);
      }
    }
    if (changes.isEmpty()) {
      for (String usual :
          new String[] {
            "bernoulli:0.2,0.25",
            "bernoulli:0.2,0.3",
            "bernoulli:0.2,0.4",
            "bernoulli:0.05,0.1",
            "normal,0.5",
            "normal,1"
          }) {
        changes.add(change(usual));
      }
    }
  }

  private static Change change(String text) {
    String[] parts = text.split(",", 2);
    return new Change(StreamModel.parse(parts[0]), Double.parseDouble(parts[1]));
  }

  private List<CalibratedConfig> detectors(Change change) {
    List<CalibratedConfig> all = new ArrayList<>();
    all.add(new KnownChange(change.normal(), change.before(), change.after(), 8));
    for (CalibratedConfig each : Calibration.configurations(Delays.class.getClassLoader())) {
      if ((names.isEmpty() || names.contains(each.name()))
          && Calibration.suits(each, change.model())) {
        all.add(each);
      }
    }
    return all;
  }

  private void run() {
    out.println("change\tdetector\tlevel\tert\t±\tat\tdelay\t±\truns\tlost\tratio");
    for (Change change : changes) {
      double[] yardstick = new double[at.length];
      for (CalibratedConfig detector : detectors(change)) {
        print(change, detector, yardstick);
      }
    }
  }

  private void print(Change change, CalibratedConfig detector, double[] yardstick) {
    CalibratedConfig calibrated;
    String start =
        change.model().text() + " to " + change.after() + "\t" + describe(detector) + "\t";
    String level;
    try {
      Threshold found = threshold(detector, change.model());
      calibrated = detector.withAlarmLevel(found.level());
      level =
          String.format(
              Locale.ROOT,
              "%.4f\t%.0f\t%.0f",
              found.level(),
              found.measured().mean(),
              found.measured().standardError());
    } catch (IllegalArgumentException e) {
      out.println(start + "-\t" + e.getMessage());
      return;
    }
    for (int i = 0; i < at.length; i++) {
      double[] delays = delays(change, calibrated, at[i]);
      double[] found = Arrays.stream(delays).filter(delay -> delay <= LOST).toArray();
      double mean = Arrays.stream(found).average().orElse(Double.NaN);
      double squares = Arrays.stream(found).map(d -> (d - mean) * (d - mean)).sum();
      if (detector instanceof KnownChange) {
        yardstick[i] = mean;
      }
      out.printf(
          Locale.ROOT,
          "%s%s\t%d\t%.1f\t%.1f\t%d\t%d\t%.3f%n",
          start,
          level,
          at[i],
          mean,
          Math.sqrt(squares) / found.length,
          delays.length,
          delays.length - found.length,
          mean / yardstick[i]);
    }
  }

  private Threshold threshold(CalibratedConfig detector, StreamModel model) {
    if (searches || detector instanceof KnownChange) {
      return Calibration.search(detector, model, ert, runs, seed);
    }
    List<Threshold> own =
        Calibration.table().stream()
            .filter(row -> row.isFor(detector) && row.model().equals(model))
            .toList();
    return own.stream()
        .filter(row -> row.found() && row.ert() == ert)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    own.stream()
                        .filter(row -> !row.found())
                        .map(Threshold::reason)
                        .findFirst()
                        .orElse("no row of the table")));
  }

  private static String describe(CalibratedConfig detector) {
    if (detector instanceof Focus focus) {
      return "FOCuS(" + focus.family() + "," + focus.side() + "," + focus.minSegment() + ")";
    }
    boolean known =
        detector instanceof Cusum cusum && !Double.isNaN(cusum.mean())
            || detector instanceof Ewma ewma && !Double.isNaN(ewma.mean())
            || detector instanceof Shewhart shewhart && !Double.isNaN(shewhart.mean());
    return detector.name() + (known ? "(reference known)" : "");
  }

  /** The delays of the runs that had no alarm before the change; LOST + 1 where there was none. */
  private double[] delays(Change change, CalibratedConfig config, int place) {
    double[] delays = new double[runs];
    int kept = 0;
    SplittableRandom seeds = new SplittableRandom(seed + 0x51ED270B35L * place);
    for (int run = 0; run < runs; run++) {
      SplittableRandom random = seeds.split();
      DriftDetector detector = config.start();
      boolean early = false;
      for (int i = 0; i < place && !early; i++) {
        early = drift(detector.update(change.draw(random, change.before())));
      }
      if (!early) {
        int delay = 1;
        while (delay <= LOST && !drift(detector.update(change.draw(random, change.after())))) {
          delay++;
        }
        delays[kept++] = delay;
      }
    }
    return Arrays.copyOf(delays, kept);
  }

  private static boolean drift(int status) {
    return (status & DriftDetector.DRIFT) != 0;
  }
}
