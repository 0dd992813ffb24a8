package org.governance4j.drift;

import java.util.ArrayList;
import java.util.List;
import org.governance4j.Field;
import org.governance4j.ModelSchema;
import org.jspecify.annotations.Nullable;

/**
 * Which fields a monitor copies, resolved from names to indices once.
 *
 * @param fields the monitored fields
 * @param columns the index of each monitored field in the schema, then of the target if it is not
 *     one of them
 * @param targetColumn the position of the target in {@code columns}, -1 without a target
 */
record MonitorPlan(List<String> fields, int[] columns, int targetColumn) {

  static MonitorPlan of(
      ModelSchema schema, @Nullable List<String> chosen, @Nullable String target) {
    List<String> fields = chosen == null ? numbers(schema) : chosen;
    List<Integer> columns = new ArrayList<>();
    for (String field : fields) {
      int index = numeric(schema, field);
      if (columns.contains(index)) {
        throw new IllegalArgumentException("field \"" + field + "\" is to be monitored twice");
      }
      if (field.equals(DriftMonitor.DENY_RATE) || field.equals(DriftMonitor.ERROR)) {
        throw new IllegalArgumentException(
            "field \"" + field + "\" has the name of a stream of the monitor itself");
      }
      columns.add(index);
    }
    int targetColumn = -1;
    if (target != null) {
      int index = numeric(schema, target);
      if (!schema.isOutput(index)) {
        throw new IllegalArgumentException(
            "the target must be an output of " + schema.name() + ": \"" + target + "\"");
      }
      if (!columns.contains(index)) {
        columns.add(index);
      }
      targetColumn = columns.indexOf(index);
    }
    return new MonitorPlan(
        fields, columns.stream().mapToInt(Integer::intValue).toArray(), targetColumn);
  }

  private static List<String> numbers(ModelSchema schema) {
    List<String> names = new ArrayList<>();
    for (int index = 0; index < schema.numbers(); index++) {
      names.add(schema.field(index).name());
    }
    return names;
  }

  private static int numeric(ModelSchema schema, String name) {
    int index = schema.index(name);
    Field field = schema.field(index);
    if (!field.numeric()) {
      throw new IllegalArgumentException(
          "field \"" + name + "\" of " + schema.name() + " is not a number but " + field.type());
    }
    return index;
  }
}
