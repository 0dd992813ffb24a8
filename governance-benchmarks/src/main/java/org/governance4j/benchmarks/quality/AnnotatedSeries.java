package org.governance4j.benchmarks.quality;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.governance4j.DriftDetector;
import org.governance4j.DriftEvent;
import org.governance4j.JsonValue;
import org.governance4j.json.JsonMembers;

/**
 * One univariate series of the Turing Change Point Dataset with the points of its annotators. A
 * missing value is NaN; it keeps its position and is not fed.
 */
record AnnotatedSeries(String name, double[] values, List<List<Long>> annotations) {

  private static final String ANNOTATIONS = "annotations.json";

  /** The univariate series of a folder that have annotations, by name. */
  static List<AnnotatedSeries> read(Path folder) throws IOException {
    JsonMembers annotations = parse(folder.resolve(ANNOTATIONS));
    List<Path> files;
    try (Stream<Path> list = Files.list(folder)) {
      files = list.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    }
    List<AnnotatedSeries> all = new ArrayList<>();
    for (Path file : files) {
      if (file.endsWith(ANNOTATIONS)) {
        continue;
      }
      JsonMembers series = parse(file);
      String name = series.string("name");
      if (series.integer("n_dim") != 1 || !annotations.has(name)) {
        System.err.println("left out, not univariate or not annotated: " + name);
        continue;
      }
      double[] values = numbers(series.objects("series").get(0).array("raw"));
      List<List<Long>> points = new ArrayList<>();
      JsonMembers people = annotations.object(name);
      for (String person : people.names()) {
        points.add(positions(people.array(person)));
      }
      all.add(new AnnotatedSeries(name, values, points));
    }
    return all;
  }

  /** The same, brought to mean 0 and standard deviation 1. */
  AnnotatedSeries standardized() {
    double sum = 0;
    int n = 0;
    for (double value : values) {
      if (!Double.isNaN(value)) {
        sum += value;
        n++;
      }
    }
    double mean = sum / n;
    double squares = 0;
    for (double value : values) {
      if (!Double.isNaN(value)) {
        squares += (value - mean) * (value - mean);
      }
    }
    double deviation = squares == 0 ? 1 : Math.sqrt(squares / n);
    double[] scaled = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      scaled[i] = (values[i] - mean) / deviation;
    }
    return new AnnotatedSeries(name, scaled, annotations);
  }

  /** The change points that a detector locates in one pass over the series. */
  SortedSet<Long> found(DriftDetector detector) {
    int[] positions = new int[values.length + 1];
    int fed = 0;
    SortedSet<Long> found = new TreeSet<>();
    for (int i = 0; i < values.length; i++) {
      if (Double.isNaN(values[i])) {
        continue;
      }
      positions[fed++] = i;
      if ((detector.update(values[i]) & DriftDetector.DRIFT) != 0) {
        DriftEvent event = detector.lastEvent();
        long at = event.changeIndex() >= 0 ? event.changeIndex() : event.index();
        found.add((long) positions[(int) at]);
      }
    }
    return found;
  }

  private static JsonMembers parse(Path file) throws IOException {
    return JsonMembers.parse(Files.readAllBytes(file));
  }

  private static double[] numbers(JsonValue.Arr array) {
    return array.items().stream()
        .mapToDouble(item -> item instanceof JsonValue.Num number ? number.asDouble() : Double.NaN)
        .toArray();
  }

  private static List<Long> positions(JsonValue.Arr array) {
    List<Long> list = new ArrayList<>();
    for (JsonValue item : array.items()) {
      if (!(item instanceof JsonValue.Num number)) {
        throw new IllegalArgumentException("a change point must be a number: " + item);
      }
      list.add(number.value().longValueExact());
    }
    return list;
  }
}
