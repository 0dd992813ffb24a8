package org.governance4j.drift;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.governance4j.Field;
import org.governance4j.ModelSchema;
import org.jspecify.annotations.Nullable;

/**
 * Which fields a monitor copies, resolved from names to indices once.
 *
 * @param fields the monitored numeric fields
 * @param columns the index of each monitored numeric field in the schema, then of the target if it
 *     is not one of them
 * @param targetColumn the position of the target in {@code columns}, -1 without a target
 * @param categories the monitored categorical fields
 * @param textColumns the index of each monitored categorical field in the schema
 */
record MonitorPlan(
    List<String> fields,
    int[] columns,
    int targetColumn,
    List<String> categories,
    int[] textColumns) {

  static MonitorPlan of(
      ModelSchema schema, @Nullable List<String> chosen, @Nullable String target) {
    List<String> fields = new ArrayList<>();
    List<String> categories = new ArrayList<>();
    Set<String> streams = new HashSet<>();
    for (String name : chosen == null ? watchable(schema) : chosen) {
      Field field = schema.field(schema.index(name));
      if (field.type() == Field.Type.TEXT) {
        throw new IllegalArgumentException(
            "field \"" + name + "\" of " + schema.name() + " is free text and cannot be monitored");
      }
      List<String> kind = field.numeric() ? fields : categories;
      if (fields.contains(name) || categories.contains(name)) {
        throw new IllegalArgumentException("field \"" + name + "\" is to be monitored twice");
      }
      kind.add(name);
      streams.add(DriftMonitor.MISSING + name);
      streams.add(DriftMonitor.NEW_CATEGORY + name);
    }
    streams.addAll(
        List.of(DriftMonitor.DENY_RATE, DriftMonitor.VIOLATION_RATE, DriftMonitor.ERROR));
    for (String field : fields) {
      if (streams.contains(field)) {
        throw new IllegalArgumentException(
            "field \"" + field + "\" has the name of a stream of the monitor itself");
      }
    }
    List<Integer> columns = new ArrayList<>();
    fields.forEach(field -> columns.add(schema.index(field)));
    int targetColumn = -1;
    if (target != null) {
      int index = output(schema, target);
      if (!columns.contains(index)) {
        columns.add(index);
      }
      targetColumn = columns.indexOf(index);
    }
    return new MonitorPlan(
        fields,
        columns.stream().mapToInt(Integer::intValue).toArray(),
        targetColumn,
        categories,
        categories.stream().mapToInt(schema::index).toArray());
  }

  private static List<String> watchable(ModelSchema schema) {
    List<String> names = new ArrayList<>();
    for (int index = 0; index < schema.size(); index++) {
      if (schema.field(index).type() != Field.Type.TEXT) {
        names.add(schema.field(index).name());
      }
    }
    return names;
  }

  private static int output(ModelSchema schema, String name) {
    int index = schema.index(name);
    Field field = schema.field(index);
    if (!field.numeric()) {
      throw new IllegalArgumentException(
          "field \"" + name + "\" of " + schema.name() + " is not a number but " + field.type());
    }
    if (!schema.isOutput(index)) {
      throw new IllegalArgumentException(
          "the target must be an output of " + schema.name() + ": \"" + name + "\"");
    }
    return index;
  }
}
