package org.governance4j.benchmarks.quality;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.governance4j.JsonValue;
import org.governance4j.json.JsonMembers;

/**
 * A stream from the world with what is known about it.
 *
 * @param name what it is
 * @param errors whether it is made of zeros and ones, 1 being an error
 * @param values all of it
 * @param first the first position that is fed; what is before it, the scale is learned from
 * @param known where something is known to happen, as spans with both ends included; empty if
 *     nothing is known
 */
record RealStream(String name, boolean errors, double[] values, int first, List<Span> known) {

  /** Positions from one to another, both included. */
  record Span(int from, int to) {

    boolean has(long position) {
      return position >= from && position <= to;
    }
  }

  /** A change that is known to a value may be found so many values after it. */
  private static final int PATIENCE = 2_500;

  private static final List<Span> SEA_CHANGES =
      Stream.of(1, 2, 3).map(i -> new Span(i * Sea.CONCEPT, i * Sea.CONCEPT + PATIENCE)).toList();

  private static final int LEARNING = 5_000;

  /** How many values of a long series are a day. */
  private static final Map<String, Integer> DAYS =
      Map.of(
          "nab, ambient_temperature_system_failure", 24,
          "nab, nyc_taxi", 48);

  /** All streams of a folder, in the order they are shown in. */
  static List<RealStream> read(Path folder) throws IOException {
    List<RealStream> all = new ArrayList<>();
    all.add(errors("sea, errors", rows(folder.resolve("sea_stream.csv.gz")), List.of()));
    all.add(served("sea made, errors of a served model", Sea.rows(), SEA_CHANGES));
    List<String[]> elec2 = rows(folder.resolve("elec2.csv.gz"));
    all.add(errors("elec2, errors", elec2, List.of()));
    all.add(noChange("elec2, errors of no change", elec2));
    List<String[]> weather = rows(folder.resolve("weather_noaa.csv.gz"));
    all.add(errors("weather, errors", weather, List.of()));
    RealStream price = scaled("elec2, nswprice", elec2, 1, List.of());
    RealStream demand = scaled("elec2, nswdemand", elec2, 2, List.of());
    all.addAll(List.of(price, price.means(48), demand, demand.means(48)));
    for (RealStream each : nab(folder.resolve("nab"))) {
      all.add(each);
      int day = DAYS.getOrDefault(each.name(), 0);
      if (day > 0) {
        all.add(each.means(day));
      }
    }
    return all;
  }

  private static List<RealStream> nab(Path folder) throws IOException {
    JsonMembers windows =
        JsonMembers.parse(Files.readAllBytes(folder.resolve("combined_windows.json")));
    List<Path> files;
    try (Stream<Path> list = Files.list(folder)) {
      files = list.filter(file -> file.toString().endsWith(".csv.gz")).sorted().toList();
    }
    List<RealStream> all = new ArrayList<>();
    for (Path file : files) {
      String name = file.getFileName().toString().replace(".csv.gz", "");
      List<String[]> rows = rows(file);
      String key =
          windows.names().stream()
              .filter(each -> each.endsWith("/" + name + ".csv"))
              .findFirst()
              .orElseThrow(() -> new IOException("no windows for " + file));
      List<Span> known = new ArrayList<>();
      for (JsonValue item : windows.array(key).items()) {
        if (!(item instanceof JsonValue.Arr ends)) {
          throw new IOException("a window of " + key + " is no array");
        }
        known.add(new Span(position(rows, ends, 0), position(rows, ends, 1)));
      }
      all.add(scaled("nab, " + name, rows, 1, known));
    }
    return all;
  }

  /** The position of the row whose time an end of a window is; times sort as text. */
  private static int position(List<String[]> rows, JsonValue.Arr ends, int end) throws IOException {
    if (!(ends.items().get(end) instanceof JsonValue.Str text)) {
      throw new IOException("a window has an end that is no text");
    }
    String time = text.value().substring(0, 19);
    int at = 0;
    while (at < rows.size() - 1 && rows.get(at)[0].compareTo(time) < 0) {
      at++;
    }
    return at;
  }

  /** Of a model that learns on. */
  private static RealStream errors(String name, List<String[]> rows, List<Span> known) {
    return errors(name, rows, known, rows.size());
  }

  /** Of a model that learned from the beginning and is served as it is from there on. */
  private static RealStream served(String name, List<String[]> rows, List<Span> known) {
    return errors(name, rows, known, LEARNING);
  }

  private static RealStream errors(
      String name, List<String[]> rows, List<Span> known, int learning) {
    int features = rows.get(0).length - 1;
    PrequentialBayes model = new PrequentialBayes(features);
    double[] errors = new double[rows.size()];
    for (int i = 0; i < errors.length; i++) {
      double[] row = Arrays.stream(rows.get(i)).mapToDouble(Double::parseDouble).toArray();
      int label = (int) row[features];
      errors[i] = model.error(row, label);
      if (i < learning) {
        model.learn(row, label);
      }
    }
    return new RealStream(name, true, errors, learning < rows.size() ? learning : 0, known);
  }

  /** The errors of predicting that the label stays what it was. */
  private static RealStream noChange(String name, List<String[]> rows) {
    int label = rows.get(0).length - 1;
    double[] errors = new double[rows.size() - 1];
    for (int i = 0; i < errors.length; i++) {
      errors[i] = rows.get(i)[label].equals(rows.get(i + 1)[label]) ? 0 : 1;
    }
    return new RealStream(name, true, errors, 0, List.of());
  }

  /** Brought to mean 0 and deviation 1 by the first values, which are not fed. */
  private static RealStream scaled(String name, List<String[]> rows, int column, List<Span> known) {
    double[] values = rows.stream().mapToDouble(row -> Double.parseDouble(row[column])).toArray();
    int first = first(values.length);
    return new RealStream(name, false, values, first, known).scaled();
  }

  /** The probationary period of the Numenta Anomaly Benchmark: 15 %, of 5,000 values at most. */
  private static int first(int values) {
    return Math.min(values, 5_000) * 15 / 100;
  }

  private RealStream scaled() {
    double mean = Arrays.stream(values, 0, first).average().orElseThrow();
    double variance =
        Arrays.stream(values, 0, first).map(x -> (x - mean) * (x - mean)).average().orElseThrow();
    double[] scaled = Arrays.stream(values).map(x -> (x - mean) / Math.sqrt(variance)).toArray();
    return new RealStream(name, errors, scaled, first, known);
  }

  /** The means of so many values each, scaled anew. */
  RealStream means(int count) {
    double[] means = new double[values.length / count];
    for (int i = 0; i < means.length; i++) {
      means[i] = Arrays.stream(values, i * count, (i + 1) * count).average().orElseThrow();
    }
    List<Span> spans =
        known.stream()
            .map(
                span ->
                    new Span(span.from() / count, Math.min(span.to() / count, means.length - 1)))
            .toList();
    return new RealStream(name + ", means of a day", errors, means, first(means.length), spans)
        .scaled();
  }

  private static List<String[]> rows(Path file) throws IOException {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
      return reader.lines().skip(1).map(line -> line.split(",")).toList();
    }
  }

  /** The correlation of the values that are fed with those right before them. */
  double autocorrelation() {
    double mean = Arrays.stream(values, first, values.length).average().orElseThrow();
    double products = 0;
    double squares = 0;
    for (int i = first; i < values.length; i++) {
      squares += (values[i] - mean) * (values[i] - mean);
      products += i == first ? 0 : (values[i] - mean) * (values[i - 1] - mean);
    }
    return products / squares;
  }

  /** Its name as that of a file. */
  String file() {
    return name.replaceAll("[^a-z0-9]+", "-");
  }
}
