package org.governance4j.drift;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import org.governance4j.spi.ComponentProvider;
import org.governance4j.spi.Settings;
import org.jspecify.annotations.Nullable;

/**
 * Chooses how often a detector cries wolf: by the expected run length (ERT), the mean number of
 * values from the start of a stream without a change to the first, false, alarm.
 *
 * <p>{@link #calibrated} takes the alarm level from a table that comes with this module, {@link
 * #search} finds it for any configuration by simulation, {@link #measure} simulates a given one. Of
 * the same arguments the results are the same on every machine and JDK, whatever the number of
 * threads, as long as the detector computes the same.
 *
 * <p>All methods are safe for any number of threads.
 */
public final class Calibration {

  /** The models of charts with a known reference. */
  private static final List<StreamModel> KNOWN =
      List.of(
          new StreamModel.Bernoulli(.01),
          new StreamModel.Bernoulli(.05),
          new StreamModel.Bernoulli(.2),
          new StreamModel.Bernoulli(.5),
          new StreamModel.Normal());

  private Calibration() {}

  /**
   * The configuration with the alarm level that gives an expected run length, from the table of
   * this module. Between the run lengths of the table the level follows a monotone cubic curve in
   * the logarithm of the run length; beside a lattice it is one of a row, whose run length is at
   * least the one asked for.
   *
   * @param config any level; its other parameters must be those of a row of the table
   * @param ert the expected run length, in values, within the table's range
   * @param model what the stream is like without a change; null for the highest of the levels of
   *     all models of which the table's run lengths for this detector reach {@code ert}, so that
   *     the expected run length is at least {@code ert} on each of these; of a model that the table
   *     leaves sooner nothing is said
   * @throws IllegalArgumentException if the table has no such parameters or model, or the run
   *     length is out of the range of that model, or of all; the message says what there is
   */
  public static CalibratedConfig calibrated(
      CalibratedConfig config, double ert, @Nullable StreamModel model) {
    return config.withAlarmLevel(ThresholdTable.shipped().level(config, ert, model));
  }

  /**
   * The settings that give a configuration an alarm level: those of its parameters that {@link
   * CalibratedConfig#withAlarmLevel} makes, a warning level among them, by key and as text that
   * reads back to the same bits, in the order of its record.
   *
   * @throws IllegalArgumentException if the level is out of range
   */
  public static Map<String, String> settings(CalibratedConfig config, double level) {
    Map<String, Object> made = Parameters.values(config.withAlarmLevel(level));
    Map<String, String> settings = new LinkedHashMap<>();
    for (String key : ThresholdTable.levelKeys(config)) {
      settings.put(key, String.valueOf(made.get(key)));
    }
    return Collections.unmodifiableMap(settings);
  }

  /** The rows of the table, in its order. */
  public static List<Threshold> table() {
    return ThresholdTable.shipped().rows();
  }

  /**
   * The configurations that a table is made for: the usual one of each calibrated detector that the
   * class loader offers, and other kinds of some.
   */
  public static List<CalibratedConfig> configurations(ClassLoader loader) {
    List<CalibratedConfig> all = new ArrayList<>(usual(loader));
    all.add(Focus.defaults().withSide(Side.BOTH));
    all.add(Focus.normal());
    for (StreamModel model : KNOWN) {
      double mean = mean(model);
      double sd = deviation(model);
      all.add(Cusum.defaults().withReference(mean, sd));
      all.add(Ewma.defaults().withReference(mean, sd));
      all.add(Shewhart.defaults().withReference(mean, sd));
    }
    return List.copyOf(all);
  }

  /**
   * Whether a model is without a change by the configuration's own words: a chart with a known
   * reference suits the models of that mean and deviation, everything else any model.
   */
  public static boolean suits(CalibratedConfig config, StreamModel model) {
    Map<String, Object> parameters = Parameters.values(config);
    return !(parameters.get("mean") instanceof Double mean
            && parameters.get("sd") instanceof Double sd
            && !mean.isNaN())
        || mean == mean(model) && Math.abs(sd - deviation(model)) < 1e-9;
  }

  private static double mean(StreamModel model) {
    if (model instanceof StreamModel.Bernoulli bernoulli) {
      return bernoulli.p();
    }
    return model instanceof StreamModel.Normal ? 0 : .5;
  }

  private static double deviation(StreamModel model) {
    if (model instanceof StreamModel.Bernoulli bernoulli) {
      return Math.sqrt(bernoulli.p() * (1 - bernoulli.p()));
    }
    return model instanceof StreamModel.Normal ? 1 : Math.sqrt(1 / 12.0);
  }

  /**
   * The configuration of a calibrated detector that the class loader offers.
   *
   * @param name the detector's name
   * @param settings its parameters in snake case, all optional
   * @throws IllegalArgumentException if there is no such detector (the message lists which there
   *     are), or a parameter is unknown or out of range
   */
  public static CalibratedConfig configuration(ClassLoader loader, String name, Settings settings) {
    List<CalibratedConfig> all = usual(loader);
    CalibratedConfig usual =
        all.stream()
            .filter(config -> config.name().equals(name))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "no calibrated detector '"
                            + name
                            + "'; there are "
                            + all.stream()
                                .map(CalibratedConfig::name)
                                .sorted()
                                .collect(Collectors.joining(", "))));
    settings.allowOnly(Parameters.keys(usual.getClass()));
    return Parameters.with(usual, settings);
  }

  private static List<CalibratedConfig> usual(ClassLoader loader) {
    List<CalibratedConfig> found = new ArrayList<>();
    for (ComponentProvider<?> provider : ServiceLoader.load(ComponentProvider.class, loader)) {
      if (provider instanceof DetectorProvider door
          && door.usual() instanceof CalibratedConfig config) {
        found.add(config);
      }
    }
    return found;
  }

  /**
   * Simulates streams without a change, each to the first alarm, on all processors.
   *
   * @param config what is measured
   * @param model the streams
   * @param cap the length at which a run is cut off, at least 1
   * @param runs how many streams, at least 1
   * @param seed of the streams
   * @throws IllegalArgumentException if the detector refuses values of the model
   */
  public static RunLengths measure(
      CalibratedConfig config, StreamModel model, long cap, int runs, long seed) {
    return measure(config, model, cap, runs, seed, Runtime.getRuntime().availableProcessors());
  }

  /**
   * The same with so many threads, which change nothing but the time it takes.
   *
   * @param config what is measured
   * @param model the streams
   * @param cap the length at which a run is cut off, at least 1
   * @param runs how many streams, at least 1
   * @param seed of the streams
   * @param threads at least 1; with 1, the caller's
   * @throws IllegalArgumentException if the detector refuses values of the model
   */
  public static RunLengths measure(
      CalibratedConfig config, StreamModel model, long cap, int runs, long seed, int threads) {
    Objects.requireNonNull(config, "config");
    Objects.requireNonNull(model, "model");
    requireAtLeastOne("cap", cap);
    requireAtLeastOne("runs", runs);
    requireAtLeastOne("threads", threads);
    return RunLengths.of(new RunLength(model, cap, seed).lengths(config, runs, threads));
  }

  /**
   * Finds the alarm level of an expected run length by simulation on all processors, see {@link
   * #search(CalibratedConfig, StreamModel, double, int, long, int)}.
   *
   * @param config any level; the search begins there
   * @param model the streams
   * @param ert the expected run length, 10 to 1e9
   * @param runs how many streams, at least 2
   * @param seed of the streams
   * @throws IllegalArgumentException if the detector refuses values of the model, or no level has
   *     so long a run length
   */
  public static Threshold search(
      CalibratedConfig config, StreamModel model, double ert, int runs, long seed) {
    return search(config, model, ert, runs, seed, Runtime.getRuntime().availableProcessors());
  }

  /**
   * Finds the alarm level of an expected run length by simulation: the level at which a quarter of
   * {@code runs} streams (at least 300 of them), the same for every level, have a mean run length
   * within 2 % of the one asked for, corrected by {@code runs} other streams; or, where the run
   * length jumps over it, the lowest level at which it is more. Then measures that level on as many
   * streams anew. The error of the level's run length is that of the streams, about 1/√runs.
   *
   * <p>Streams are cut off at a hundred times the run length asked for, of a lattice at ten. Where
   * so many more of them are than of alarms at a constant rate that they alone make a tenth of the
   * mean (one stream in a thousand, of a lattice in a hundred), some streams have nearly no alarms
   * and others early ones: the mean would depend on the cut.
   *
   * @param config any level; the search begins there
   * @param model the streams
   * @param ert the expected run length, 10 to 1e9
   * @param runs how many streams, at least 2
   * @param seed of the streams
   * @param threads at least 1
   * @throws IllegalArgumentException if the detector refuses values of the model, no level has so
   *     long a run length, the run lengths are as uneven as that, or that of the lowest level that
   *     would do is more than twenty times the one asked for
   */
  public static Threshold search(
      CalibratedConfig config, StreamModel model, double ert, int runs, long seed, int threads) {
    if (!(ert >= 10 && ert <= 1e9)) {
      throw new IllegalArgumentException("ert must be from 10 to 1e9: " + ert);
    }
    if (runs < 2) {
      throw new IllegalArgumentException("runs must be at least 2: " + runs);
    }
    requireAtLeastOne("threads", threads);
    return new LevelSearch(config, model, runs, seed, threads).find(ert);
  }

  private static void requireAtLeastOne(String name, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be at least 1: " + value);
    }
  }
}
