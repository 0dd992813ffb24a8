package org.governance4j.cli;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.governance4j.JsonValue;
import org.governance4j.drift.CalibratedConfig;
import org.governance4j.drift.Calibration;
import org.governance4j.drift.RunLengths;
import org.governance4j.drift.StreamModel;
import org.governance4j.drift.Threshold;
import org.governance4j.spi.Components;
import org.governance4j.spi.Settings;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Chooses alarm levels by simulation, and checks those that are shipped. */
@Command(
    name = "calibrate",
    description = {
      "Finds by simulation at which alarm level a detector has an expected run length (ERT): the mean"
          + " number of values of a stream without a change up to the first, false, alarm.",
      "The level is the detector's threshold, or -ln of its confidence. Where the run length jumps"
          + " over the one asked for (\"lattice\"), it is the lowest level with at least that. Below it"
          + " stand the parameters that give it, for drift detect.",
      "With --json: \"settings\":{\"threshold\":\"8.5\"…} has these.",
      "Exit codes: 0 found, measured, or all rows hold; 1 a row of the table does not hold; 2 it could"
          + " not be found."
    },
    footer = {
      "",
      "Example: governance drift calibrate --detector FOCuS --model bernoulli:0.2 --ert 10000"
    })
@SuppressWarnings("NullAway.Init")
final class DriftCalibrate implements Callable<Integer> {

  private static final List<String> MODELS =
      List.of("bernoulli:0.01", "bernoulli:0.05", "bernoulli:0.2", "bernoulli:0.5", "normal");
  private static final List<Double> ERTS = List.of(1e3, 3e3, 1e4, 3e4, 1e5);
  private static final double WITHIN = .1;

  /** Runs of a row of the table, if no fewer were asked for. */
  private static final int FEWEST = 400;

  /** Runs, if not asked for. */
  private static final int USUAL = 1000;

  /** How often a search simulates all runs, about. */
  private static final double SEARCH = 3;

  private final Console console;

  /** What is done instead of a search. */
  static final class Mode {
    @Option(names = "--measure", description = "Measure the run length of the given parameters.")
    boolean measure;

    @Option(
        names = "--table",
        description =
            "Find the levels of all detectors, models and run lengths; print the shipped table.")
    boolean table;

    @Option(
        names = "--check",
        description =
            "Measure the rows of the shipped table on streams of their own: each must be within 10 %%"
                + " of its run length, on a lattice at most 10 %% below.")
    boolean check;
  }

  @ArgGroup private Mode mode = new Mode();

  @Option(
      names = "--detector",
      paramLabel = "NAME",
      description = "The detector, e.g. FOCuS; the case, - and _ do not matter.")
  private String detector;

  @Option(
      names = "--param",
      paramLabel = "k=v",
      description = "A parameter of the detector; may be given several times.")
  private Map<String, String> parameters = new LinkedHashMap<>();

  @Option(
      names = "--model",
      paramLabel = "M",
      description =
          "The stream: bernoulli:P, normal (mean 0, deviation 1) or uniform (0 to 1); the level is"
              + " for values that are scaled so, unless the detector learns their spread.")
  private String model;

  @Option(names = "--ert", paramLabel = "N", description = "The expected run length, in values.")
  private Double ert;

  @Option(
      names = "--runs",
      paramLabel = "R",
      description =
          "How many streams (1000; with --check as many as the row was measured on); the error is"
              + " about 1/sqrt(R).")
  private Integer runs;

  @Option(names = "--seed", paramLabel = "S", description = "Of the streams (${DEFAULT-VALUE}).")
  private long seed = 1;

  @Option(
      names = "--threads",
      paramLabel = "T",
      description = "How many threads; they change nothing but the time.")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--cap",
      paramLabel = "N",
      description = "With --measure, where a run is cut off (100 times --ert, or 1000000).")
  private Long cap;

  @Option(
      names = "--cell-seconds",
      paramLabel = "S",
      description =
          "With --table, take so few of the runs that a row takes about as long (${DEFAULT-VALUE}), at"
              + " the least 400; leave a row out that takes longer even so.")
  private double cellSeconds = 30;

  @Mixin Standard standard;

  DriftCalibrate(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    if (detector != null) {
      detector = DetectorNames.of(Components.load(loader())).find(detector);
    }
    if (mode.table) {
      table();
      return ExitCode.HOLDS;
    }
    if (mode.check) {
      return check();
    }
    CalibratedConfig config = config();
    StreamModel stream = StreamModel.parse(required("--model", model));
    if (mode.measure) {
      long limit = cap != null ? cap : ert != null ? (long) (100 * ert) : 1_000_000;
      print(config, limit, Calibration.measure(config, stream, limit, runs(), seed, threads));
    } else {
      print(
          config,
          Calibration.search(config, stream, required("--ert", ert), runs(), seed, threads));
    }
    return ExitCode.HOLDS;
  }

  private int runs() {
    return runs == null ? USUAL : runs;
  }

  private CalibratedConfig config() {
    Settings settings = Settings.empty();
    for (Map.Entry<String, String> parameter : parameters.entrySet()) {
      settings = settings.with(parameter.getKey(), parameter.getValue());
    }
    return Calibration.configuration(loader(), required("--detector", detector), settings);
  }

  private static ClassLoader loader() {
    return DriftCalibrate.class.getClassLoader();
  }

  private static <T> T required(String option, T value) {
    if (value == null) {
      throw new NotDone(option + " is required");
    }
    return value;
  }

  private void print(CalibratedConfig config, long limit, RunLengths lengths) {
    if (standard.json) {
      console.line(MeasuredWords.json(lengths).with("level", JsonValue.of(config.alarmLevel())));
      return;
    }
    console.line(
        "level "
            + MeasuredWords.number(config.alarmLevel())
            + ": "
            + MeasuredWords.of(lengths, limit));
  }

  private void print(CalibratedConfig config, Threshold found) {
    Map<String, String> settings = Calibration.settings(config, found.level());
    if (standard.json) {
      JsonValue.Obj set = JsonValue.object();
      for (Map.Entry<String, String> each : settings.entrySet()) {
        set = set.with(each.getKey(), JsonValue.of(each.getValue()));
      }
      console.line(
          MeasuredWords.json(found.measured())
              .with("detector", JsonValue.of(found.detector()))
              .with("model", JsonValue.of(found.model().text()))
              .with("ert", JsonValue.of(found.ert()))
              .with("level", JsonValue.of(found.level()))
              .with("lattice", JsonValue.of(found.lattice()))
              .with("settings", set));
      return;
    }
    console.line(
        "level "
            + MeasuredWords.number(found.level())
            + ": "
            + MeasuredWords.of(found.measured(), found.cap())
            + (found.lattice() ? ", lattice: the lowest level with at least that asked for" : ""));
    console.line(
        settings.entrySet().stream()
            .map(each -> "--param " + each.getKey() + "=" + each.getValue())
            .collect(Collectors.joining(" ")));
  }

  private List<StreamModel> models(CalibratedConfig config) {
    return (model == null ? MODELS : List.of(model))
        .stream()
            .map(StreamModel::parse)
            .filter(stream -> Calibration.suits(config, stream))
            .toList();
  }

  private List<Double> erts() {
    return ert == null ? ERTS : List.of(ert);
  }

  private List<CalibratedConfig> configs() {
    if (detector != null) {
      // Refuses one without an alarm level, and says which have one.
      Calibration.configuration(loader(), detector, Settings.empty());
    }
    return Calibration.configurations(loader()).stream()
        .filter(config -> detector == null || config.name().equals(detector))
        .toList();
  }

  private void table() {
    List<CalibratedConfig> configs = configs();
    console.line(
        "# Made by: governance drift calibrate --table --runs " + runs() + " --seed " + seed);
    console.line(
        "# One row: governance drift calibrate --detector D --param k=v --model M --ert N --runs R"
            + " --seed "
            + seed
            + ", with R of the row");
    console.text(
        "detector\tparameters\tmodel\tert\tlevel\tmeasured\tstandard_error\truns\tcut_off\tkind"
            + "\treason\n");
    long total = configs.stream().mapToLong(each -> models(each).size()).sum() * erts().size();
    long done = 0;
    try (Progress progress = new Progress(console, "calibrating", total)) {
      for (CalibratedConfig config : configs) {
        for (StreamModel stream : models(config)) {
          // Of one run, for each value of its expected length.
          double seconds = probe(config, stream);
          String reason = "";
          for (double length : erts()) {
            long start = System.nanoTime();
            int affordable = affordable(seconds * length);
            Threshold row = row(config, stream, length, affordable);
            seconds = (System.nanoTime() - start) / 1e9 / length / affordable;
            if (row.found() || !row.reason().equals(reason)) {
              console.text(row.line() + "\n");
              console.flush();
            }
            reason = row.reason();
            progress.at(++done);
            if (affordable < fewest()) {
              done += erts().size() - 1 - erts().indexOf(length);
              break;
            }
          }
        }
      }
    }
  }

  /** About how long a search takes, from a few short runs; 0 if there are none to be had. */
  private double probe(CalibratedConfig config, StreamModel stream) {
    int count = 20;
    long limit = 1_000;
    long start = System.nanoTime();
    try {
      RunLengths lengths = Calibration.measure(config, stream, limit, count, seed, threads);
      int alarms = count - lengths.censored();
      double values = alarms == 0 ? (double) count * limit : lengths.mean() * alarms;
      return SEARCH * (System.nanoTime() - start) / 1e9 / values;
    } catch (IllegalArgumentException e) {
      // The search says the same, and its row why.
      return 0;
    }
  }

  /** How many runs a row can have; fewer than the least if that takes too long. */
  private int affordable(double secondsOfRun) {
    return secondsOfRun > 0 ? (int) Math.min(runs(), cellSeconds / secondsOfRun) : runs();
  }

  private int fewest() {
    return Math.min(runs(), FEWEST);
  }

  /** A row; without a level if it cannot be, or takes too long. */
  private Threshold row(
      CalibratedConfig config, StreamModel stream, double length, int affordable) {
    if (affordable < fewest()) {
      return Threshold.none(config, stream, length, "left out for the time it takes to simulate");
    }
    try {
      return Calibration.search(config, stream, length, affordable, seed, threads);
    } catch (IllegalArgumentException e) {
      return Threshold.none(config, stream, length, String.valueOf(e.getMessage()));
    }
  }

  private int check() {
    List<CalibratedConfig> configs = configs();
    List<Threshold> rows =
        Calibration.table().stream()
            .filter(Threshold::found)
            .filter(row -> model == null || row.model().equals(StreamModel.parse(model)))
            .filter(row -> ert == null || row.ert() == ert)
            .filter(row -> detector == null || row.detector().equals(detector))
            .toList();
    if (rows.isEmpty()) {
      throw new NotDone(noRow());
    }
    int outside = 0;
    try (Progress progress = new Progress(console, "checking", rows.size())) {
      for (int i = 0; i < rows.size(); i++) {
        Threshold row = rows.get(i);
        CalibratedConfig config =
            configs.stream()
                .filter(row::isFor)
                .findFirst()
                .orElseThrow(
                    () -> new NotDone("the table has a row for no detector: " + row.line()))
                .withAlarmLevel(row.level());
        RunLengths lengths =
            Calibration.measure(
                config,
                row.model(),
                row.cap(),
                runs == null ? row.measured().runs() : runs,
                streams(row),
                threads);
        double ratio = lengths.mean() / row.ert();
        boolean holds = ratio >= 1 - WITHIN && (row.lattice() || ratio <= 1 + WITHIN);
        outside += holds ? 0 : 1;
        checked(row, lengths, holds);
        console.flush();
        progress.at(i + 1);
      }
    }
    if (!standard.json) {
      console.line(rows.size() - outside + " rows hold, " + outside + " do not");
    }
    return outside == 0 ? ExitCode.HOLDS : ExitCode.DOES_NOT_HOLD;
  }

  /** Every row has streams of its own, the same whichever others are checked with it. */
  private long streams(Threshold row) {
    List<Object> which = List.of(row.detector(), row.parameters(), row.model().text(), row.ert());
    return 31 * seed + which.hashCode();
  }

  /** What there is instead: of the detector, or else which models and run lengths there are. */
  private String noRow() {
    List<Threshold> rows =
        Calibration.table().stream()
            .filter(row -> row.found() && (detector == null || row.detector().equals(detector)))
            .toList();
    Map<String, Set<String>> lengths = new LinkedHashMap<>();
    for (Threshold row : rows) {
      lengths
          .computeIfAbsent(row.model().text(), each -> new LinkedHashSet<>())
          .add(String.format(Locale.ROOT, "%.0f", row.ert()));
    }
    String whose = detector == null ? "" : " of " + detector;
    return "the table has no such row"
        + whose
        + ", but "
        + (lengths.isEmpty()
            ? "none" + whose
            : lengths.entrySet().stream()
                .map(each -> each.getKey() + " (" + String.join(", ", each.getValue()) + ")")
                .collect(Collectors.joining(", ")));
  }

  private void checked(Threshold row, RunLengths lengths, boolean holds) {
    if (standard.json) {
      console.line(
          MeasuredWords.json(lengths)
              .with("detector", JsonValue.of(row.detector()))
              .with("parameters", JsonValue.of(row.parameters()))
              .with("model", JsonValue.of(row.model().text()))
              .with("ert", JsonValue.of(row.ert()))
              .with("level", JsonValue.of(row.level()))
              .with("lattice", JsonValue.of(row.lattice()))
              .with("holds", JsonValue.of(holds)));
      return;
    }
    console.line(
        String.format(
            Locale.ROOT,
            "%s %s (%s) on %s at %.0f: %s%s",
            holds ? "holds" : "OUTSIDE",
            row.detector(),
            row.parameters(),
            row.model().text(),
            row.ert(),
            MeasuredWords.of(lengths, row.cap()),
            row.lattice() ? ", lattice" : ""));
  }
}
