package org.governance4j.cli;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import org.governance4j.DriftDetector;
import org.governance4j.DriftEvent;
import org.governance4j.JsonValue;

/** What a detector reported of a stream, kept until all of it was judged. */
final class Detections {
  private final boolean withEvents;
  private final List<Long> detections = new ArrayList<>();
  private final List<DriftEvent> events = new ArrayList<>();
  private final List<long[]> warnings = new ArrayList<>();

  Detections(boolean withEvents) {
    this.withEvents = withEvents;
  }

  /** Takes a status that says something. */
  void add(long index, int status, DriftDetector detector) {
    if ((status & DriftDetector.DRIFT) != 0) {
      detections.add(index);
      if (withEvents) {
        events.add(detector.lastEvent());
      }
    }
    if ((status & DriftDetector.WARNING) != 0) {
      long[] last = warnings.isEmpty() ? null : warnings.get(warnings.size() - 1);
      if (last != null && last[1] == index - 1) {
        last[1] = index;
      } else {
        warnings.add(new long[] {index, index});
      }
    }
  }

  boolean none() {
    return detections.isEmpty();
  }

  /** How many changes were found in so many values, and where the first one. */
  String summary(long judged) {
    String values = judged + (judged == 1 ? " value" : " values");
    if (none()) {
      return "no drift in " + values;
    }
    String changes =
        detections.size() == 1 ? "drift at " : detections.size() + " drifts, the first at ";
    return changes + detections.get(0) + " in " + values;
  }

  JsonValue json() {
    JsonValue.Obj json =
        JsonValue.object()
            .with(
                "detections",
                JsonValue.array(detections.stream().map(JsonValue::of).toArray(JsonValue[]::new)))
            .with(
                "warnings",
                JsonValue.array(
                    warnings.stream().map(Detections::range).toArray(JsonValue[]::new)));
    return withEvents
        ? json.with(
            "events",
            JsonValue.array(events.stream().map(Detections::json).toArray(JsonValue[]::new)))
        : json;
  }

  private static JsonValue range(long[] range) {
    return JsonValue.array(JsonValue.of(range[0]), JsonValue.of(range[1]));
  }

  private static JsonValue json(DriftEvent event) {
    JsonValue.Obj json = JsonValue.object().with("index", JsonValue.of(event.index()));
    if (event.changeIndex() >= 0) {
      json = json.with("changeIndex", JsonValue.of(event.changeIndex()));
    }
    json = finite(json, "statistic", event.statistic());
    json = finite(json, "threshold", event.threshold());
    json = finite(json, "logP", event.logP());
    String direction = direction(event);
    if (!direction.isEmpty()) {
      json = json.with("direction", JsonValue.of(direction));
    }
    json = finite(json, "before", event.before());
    return finite(json, "after", event.after());
  }

  private static JsonValue.Obj finite(JsonValue.Obj json, String name, double value) {
    return Double.isFinite(value) ? json.with(name, JsonValue.of(value)) : json;
  }

  private static String direction(DriftEvent event) {
    return (event.status() & DriftDetector.UP) != 0
        ? "up"
        : (event.status() & DriftDetector.DOWN) != 0 ? "down" : "";
  }

  void print(Console console, long judged) {
    for (long[] range : warnings) {
      console.line("warning from " + range[0] + " to " + range[1]);
    }
    for (int i = 0; i < detections.size(); i++) {
      console.line("drift at " + detections.get(i) + (withEvents ? words(events.get(i)) : ""));
    }
    if (none()) {
      console.line(summary(judged));
    }
  }

  private static String words(DriftEvent event) {
    StringBuilder words = new StringBuilder();
    if (event.changeIndex() >= 0) {
      words.append(", the first value of the change at ").append(event.changeIndex());
    }
    String direction = direction(event);
    words.append(direction.isEmpty() ? "" : ", " + direction);
    append(words, ", mean before ", event.before());
    append(words, ", mean after ", event.after());
    append(words, ", statistic ", event.statistic());
    append(words, ", threshold ", event.threshold());
    append(words, ", ln p ", event.logP());
    return words.toString();
  }

  private static void append(StringBuilder words, String name, double value) {
    if (Double.isFinite(value)) {
      words.append(name).append(rounded(value));
    }
  }

  /** With six digits, as many as anybody reads; JSON has them all. */
  private static String rounded(double value) {
    double six = new BigDecimal(value).round(new MathContext(6)).doubleValue();
    return six == Math.rint(six) && Math.abs(six) < 1e15
        ? Long.toString((long) six)
        : Double.toString(six);
  }
}
