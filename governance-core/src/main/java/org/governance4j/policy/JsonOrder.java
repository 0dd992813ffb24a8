package org.governance4j.policy;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.governance4j.JsonValue;

/**
 * A total order of JSON values in which exactly equal ones are equal: by type, then by value;
 * arrays item by item, objects by their sorted names and then their values in that order.
 */
enum JsonOrder implements Comparator<JsonValue> {
  /** The only instance. */
  INSTANCE;

  @Override
  public int compare(JsonValue left, JsonValue right) {
    int rank = Integer.compare(rank(left), rank(right));
    if (rank != 0) {
      return rank;
    }
    if (left instanceof JsonValue.Str a && right instanceof JsonValue.Str b) {
      return a.value().compareTo(b.value());
    }
    if (left instanceof JsonValue.Num a && right instanceof JsonValue.Num b) {
      return a.value().compareTo(b.value());
    }
    if (left instanceof JsonValue.Bool a && right instanceof JsonValue.Bool b) {
      return Boolean.compare(a.value(), b.value());
    }
    if (left instanceof JsonValue.Arr a && right instanceof JsonValue.Arr b) {
      return lists(a.items(), b.items());
    }
    if (left instanceof JsonValue.Obj a && right instanceof JsonValue.Obj b) {
      return objects(a, b);
    }
    return 0;
  }

  private static int rank(JsonValue value) {
    if (value instanceof JsonValue.Bool) {
      return 1;
    }
    if (value instanceof JsonValue.Num) {
      return 2;
    }
    if (value instanceof JsonValue.Str) {
      return 3;
    }
    if (value instanceof JsonValue.Arr) {
      return 4;
    }
    return value instanceof JsonValue.Obj ? 5 : 0;
  }

  private static int lists(List<JsonValue> left, List<JsonValue> right) {
    int size = Integer.compare(left.size(), right.size());
    for (int i = 0; size == 0 && i < left.size(); i++) {
      size = INSTANCE.compare(left.get(i), right.get(i));
    }
    return size;
  }

  private static int objects(JsonValue.Obj left, JsonValue.Obj right) {
    int size = Integer.compare(left.members().size(), right.members().size());
    if (size != 0) {
      return size;
    }
    List<Map.Entry<String, JsonValue>> a = sorted(left);
    List<Map.Entry<String, JsonValue>> b = sorted(right);
    for (int i = 0; i < a.size(); i++) {
      int order = a.get(i).getKey().compareTo(b.get(i).getKey());
      if (order != 0) {
        return order;
      }
    }
    for (int i = 0; i < a.size(); i++) {
      int order = INSTANCE.compare(a.get(i).getValue(), b.get(i).getValue());
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  private static List<Map.Entry<String, JsonValue>> sorted(JsonValue.Obj object) {
    return List.copyOf(new TreeMap<>(object.members()).entrySet());
  }
}
