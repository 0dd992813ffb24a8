package org.governance4j.benchmarks.quality;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import org.governance4j.DriftDetector;
import org.governance4j.spi.Components;
import org.governance4j.spi.Settings;

/**
 * How well detectors locate changes in the univariate series of the Turing Change Point Dataset, by
 * the F1 score of {@link ChangePointScore}.
 *
 * <p>Every detector goes over a series once, value by value; its change points are the distinct
 * {@code changeIndex} of its drift events. Nothing is looked at twice.
 *
 * <pre>
 *   Tcpd FOLDER [--raw] [--margin 5] [--detector NAME [--param key=value]… ]
 *               [--grid key=v1,v2,…]… [--leave-one-out]
 * </pre>
 *
 * <p>Prints per series the score, the points found and those of the annotators, and the mean; for
 * comparison that of finding nothing. Series are brought to mean 0 and variance 1 first, which
 * needs the whole series and is the one thing here that is not online; {@code --raw} leaves it out.
 * With a grid, every combination is tried and the best printed: a choice made on the very series it
 * is scored on. {@code --leave-one-out} scores each series with the combination that is best on all
 * others.
 */
public final class Tcpd {

  private final List<AnnotatedSeries> series;
  private final int margin;
  private final String detector;
  private final Components components = Components.load(Tcpd.class.getClassLoader());

  private Tcpd(List<AnnotatedSeries> series, int margin, String detector) {
    this.series = series;
    this.margin = margin;
    this.detector = detector;
  }

  /** Runs the comparison that the arguments ask for. */
  public static void main(String[] args) throws IOException {
    if (args.length == 0) {
      throw new IllegalArgumentException("expected the folder of the series");
    }
    boolean standardize = true;
    boolean leaveOneOut = false;
    int margin = 5;
    String detector = "BOCD";
    Settings settings = Settings.empty();
    Map<String, List<String>> grid = new LinkedHashMap<>();
    for (int i = 1; i < args.length; i++) {
      switch (args[i]) {
        case "--raw" -> standardize = false;
        case "--leave-one-out" -> leaveOneOut = true;
        case "--margin" -> margin = Integer.parseInt(following(args, ++i));
        case "--detector" -> detector = following(args, ++i);
        case "--param" -> {
          String[] pair = pair(following(args, ++i));
          settings = settings.with(pair[0], pair[1]);
        }
        case "--grid" -> {
          String[] pair = pair(following(args, ++i));
          grid.put(pair[0], List.of(pair[1].split(",")));
        }
        default -> throw new IllegalArgumentException("unknown argument: " + args[i]);
      }
    }
    List<AnnotatedSeries> series = AnnotatedSeries.read(Path.of(args[0]));
    if (standardize) {
      series = series.stream().map(AnnotatedSeries::standardized).toList();
    }
    Tcpd tcpd = new Tcpd(series, margin, detector);
    if (grid.isEmpty()) {
      tcpd.table(settings, System.out);
    } else {
      tcpd.choose(combinations(settings, grid), leaveOneOut, System.out);
    }
  }

  private void table(Settings settings, PrintStream out) {
    double sum = 0;
    double nothing = 0;
    out.printf("%-20s %6s  %s%n", "series", "F1", "found");
    for (AnnotatedSeries one : series) {
      SortedSet<Long> found = one.found(create(settings));
      double score = ChangePointScore.f1(one.annotations(), found, margin);
      sum += score;
      nothing += ChangePointScore.f1(one.annotations(), Set.of(), margin);
      out.printf(Locale.ROOT, "%-20s %6.3f  %s%n", one.name(), score, found);
      out.printf("%-20s %6s  %s%n", "", "", one.annotations());
    }
    int n = series.size();
    out.printf(Locale.ROOT, "%-20s %6.3f  over %d series, %s%n", "mean", sum / n, n, detector);
    out.printf(Locale.ROOT, "%-20s %6.3f%n", "finding nothing", nothing / n);
  }

  private void choose(List<Choice> choices, boolean leaveOneOut, PrintStream out) {
    ChoiceScores scores =
        new ChoiceScores(choices.stream().map(choice -> scores(choice.settings())).toList());
    int best = scores.best();
    out.printf(
        Locale.ROOT,
        "best of %d on the series it was chosen on: %.3f with %s%n",
        choices.size(),
        scores.mean(best),
        choices.get(best).words());
    if (leaveOneOut) {
      for (int left = 0; left < series.size(); left++) {
        int chosen = scores.bestWithout(left);
        out.printf(
            Locale.ROOT,
            "%-20s %6.3f  %s%n",
            series.get(left).name(),
            scores.of(chosen, left),
            choices.get(chosen).words());
      }
      out.printf(
          Locale.ROOT,
          "%-20s %6.3f  chosen on the other series%n",
          "mean",
          scores.meanOfLeaveOneOut());
    }
  }

  private double[] scores(Settings settings) {
    return series.stream()
        .mapToDouble(
            one -> ChangePointScore.f1(one.annotations(), one.found(create(settings)), margin))
        .toArray();
  }

  private DriftDetector create(Settings settings) {
    return components.create(DriftDetector.class, detector, settings);
  }

  private static List<Choice> combinations(Settings usual, Map<String, List<String>> grid) {
    List<Choice> all = List.of(new Choice(usual, ""));
    for (Map.Entry<String, List<String>> axis : grid.entrySet()) {
      List<Choice> more = new ArrayList<>();
      for (Choice choice : all) {
        for (String value : axis.getValue()) {
          more.add(choice.with(axis.getKey(), value));
        }
      }
      all = more;
    }
    return all;
  }

  private static String following(String[] args, int i) {
    if (i >= args.length) {
      throw new IllegalArgumentException(args[i - 1] + " needs a value");
    }
    return args[i];
  }

  private static String[] pair(String text) {
    String[] pair = text.split("=", 2);
    if (pair.length != 2) {
      throw new IllegalArgumentException("expected key=value: " + text);
    }
    return pair;
  }

  /** One combination of the grid; settings do not show their values, so it is kept in words too. */
  private record Choice(Settings settings, String words) {

    Choice with(String key, String value) {
      return new Choice(settings.with(key, value), words + " " + key + "=" + value);
    }
  }
}
