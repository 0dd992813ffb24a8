package org.governance4j.policy;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.governance4j.JsonValue;
import org.governance4j.PolicyInvalid;
import org.jspecify.annotations.Nullable;

/**
 * A rule built again as a program in Java would, with another number somewhere in it.
 *
 * @param where the number
 * @param build builds it
 */
record Rebuilt(String where, Supplier<Object> build) {

  /** One for every double in a record and in the records, lists and maps that it is made of. */
  static List<Rebuilt> of(Object whole, double value) {
    List<Rebuilt> all = new ArrayList<>();
    replaceIn(whole, "", value, (where, build) -> all.add(new Rebuilt(where, build)));
    return all;
  }

  /** Refused by the rule, or by a value that it is made of. */
  void mustBeRefused(String rule) {
    RuntimeException refusal = assertThrows(RuntimeException.class, build::get, where);
    String message = String.valueOf(refusal.getMessage());
    boolean byRule = refusal instanceof PolicyInvalid && message.contains(rule);
    boolean byValue =
        refusal.getClass() == IllegalArgumentException.class
            && (message.contains("NaN") || message.contains("Infinity"));
    assertTrue(byRule || byValue, () -> where + ": " + refusal);
  }

  boolean isBuilt() {
    try {
      return build.get() != null;
    } catch (PolicyInvalid | IllegalArgumentException e) {
      return false;
    }
  }

  /** Takes a way to build something anew. */
  private interface Sink {
    void add(String where, Supplier<Object> build);
  }

  private static void replaceIn(@Nullable Object part, String where, double value, Sink sink) {
    if (part instanceof Double) {
      sink.add(where, () -> value);
    } else if (part instanceof List<?> list) {
      for (int i = 0; i < list.size(); i++) {
        int at = i;
        replaceIn(
            list.get(i),
            where + "[" + i + "]",
            value,
            (place, build) ->
                sink.add(
                    place,
                    () -> {
                      List<Object> copy = new ArrayList<>(list);
                      copy.set(at, build.get());
                      return copy;
                    }));
      }
    } else if (part instanceof Map<?, ?> map) {
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        replaceIn(
            entry.getValue(),
            where + "[" + entry.getKey() + "]",
            value,
            (place, build) ->
                sink.add(
                    place,
                    () -> {
                      Map<Object, Object> copy = new LinkedHashMap<>(map);
                      copy.put(entry.getKey(), build.get());
                      return copy;
                    }));
      }
    } else if (part instanceof Record && !(part instanceof JsonValue)) {
      RecordComponent[] components = part.getClass().getRecordComponents();
      Object[] parts = Arrays.stream(components).map(c -> read(c, part)).toArray();
      for (int i = 0; i < parts.length; i++) {
        int at = i;
        UnaryOperator<Object> whole =
            inner -> {
              Object[] copy = parts.clone();
              copy[at] = inner;
              return build(part.getClass(), components, copy);
            };
        replaceIn(
            parts[i],
            where + "." + components[i].getName(),
            value,
            (place, build) -> sink.add(place, () -> whole.apply(build.get())));
      }
    }
  }

  private static @Nullable Object read(RecordComponent component, Object of) {
    try {
      component.getAccessor().setAccessible(true);
      return component.getAccessor().invoke(of);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  private static Object build(Class<?> type, RecordComponent[] components, Object[] parts) {
    try {
      Constructor<?> constructor =
          type.getDeclaredConstructor(
              Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
      constructor.setAccessible(true);
      return constructor.newInstance(parts);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException refusal) {
        throw refusal;
      }
      throw new AssertionError(e);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }
}
