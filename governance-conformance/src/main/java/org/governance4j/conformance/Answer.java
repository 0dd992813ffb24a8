package org.governance4j.conformance;

import java.util.ArrayList;
import java.util.List;
import org.governance4j.DriftDetector;
import org.governance4j.JsonValue;
import org.governance4j.json.JsonMembers;

/**
 * What a detector said of a stream.
 *
 * @param detections the positions at which it reported a change
 * @param warnings the runs of its warnings, first and last position
 * @param refused whether it refused a value
 */
record Answer(List<Long> detections, List<List<Long>> warnings, boolean refused) {

  static Answer of(DriftDetector detector, double[] values) {
    List<Long> detections = new ArrayList<>();
    List<List<Long>> warnings = new ArrayList<>();
    boolean refused = false;
    boolean warned = false;
    for (int i = 0; i < values.length; i++) {
      int status = detector.update(values[i]);
      if ((status & DriftDetector.DRIFT) != 0) {
        detections.add((long) i);
      }
      boolean warning = (status & DriftDetector.WARNING) != 0;
      if (warning) {
        long first = warned ? warnings.remove(warnings.size() - 1).get(0) : i;
        warnings.add(List.of(first, (long) i));
      }
      warned = warning;
      refused |= status == DriftDetector.REFUSED;
    }
    return new Answer(detections, warnings, refused);
  }

  /** That of a record that knows no error. */
  static Answer of(JsonMembers record) {
    List<List<Long>> warnings = new ArrayList<>();
    for (JsonValue range : record.array("warning_ranges").items()) {
      warnings.add(integers(record, "warning_ranges", range));
    }
    return new Answer(integers(record, "detections", record.array("detections")), warnings, false);
  }

  static List<Long> integers(JsonMembers record, String name, JsonValue array) {
    List<Long> integers = new ArrayList<>();
    if (array instanceof JsonValue.Arr items) {
      for (JsonValue item : items.items()) {
        if (!(item instanceof JsonValue.Num number) || number.value().scale() > 0) {
          throw record.invalid(name, "expected whole numbers");
        }
        integers.add(number.value().longValueExact());
      }
      return integers;
    }
    throw record.invalid(name, "expected an array");
  }

  void check(Answer expected) {
    if (refused) {
      throw new Mismatch("a value was refused");
    }
    same("detections", expected.detections, detections);
    same("warnings", expected.warnings, warnings);
  }

  /** Names the first difference: the lists may be long. */
  private static void same(String what, List<?> expected, List<?> found) {
    int at = 0;
    while (at < expected.size() && at < found.size() && expected.get(at).equals(found.get(at))) {
      at++;
    }
    if (at < expected.size() || at < found.size()) {
      throw new Mismatch(
          what
              + ": number "
              + at
              + " expected "
              + (at < expected.size() ? expected.get(at) : "none more")
              + ", found "
              + (at < found.size() ? found.get(at) : "none more")
              + " ("
              + expected.size()
              + " expected, "
              + found.size()
              + " found)");
    }
  }
}
