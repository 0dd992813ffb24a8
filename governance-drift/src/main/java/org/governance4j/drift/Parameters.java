package org.governance4j.drift;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.governance4j.DriftDetector;
import org.governance4j.spi.Components;
import org.governance4j.spi.Settings;

/**
 * The parameters of a configuration, read off the components of its record, so that the names in
 * settings, messages, documentation and state cannot part.
 *
 * <p>Only for start-up: it reflects.
 */
final class Parameters {

  private Parameters() {}

  /** The keys of a configuration's parameters, in the order of its record. */
  static List<String> keys(Class<? extends DetectorConfig> type) {
    return Arrays.stream(components(type)).map(c -> key(c.getName())).toList();
  }

  /**
   * The same configuration with the parameters that are set.
   *
   * @throws IllegalArgumentException if one is not of its type or out of range
   */
  static <C extends DetectorConfig> C with(C usual, Settings settings) {
    RecordComponent[] components = components(usual.getClass());
    Object[] values = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      values[i] = read(components[i], value(usual, components[i]), settings);
    }
    return make(usual, components, values);
  }

  /** The parameters of a configuration by key, in the order of its record. */
  static Map<String, Object> values(DetectorConfig config) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (RecordComponent component : components(config.getClass())) {
      values.put(key(component.getName()), value(config, component));
    }
    return values;
  }

  /**
   * A text that is the same for equal configurations, and only for them, on every JDK: numbers are
   * written by their bits, as the shortest decimal form of a double changed with JDK 19.
   */
  static String canonical(DetectorConfig config) {
    StringBuilder text = new StringBuilder(config.name());
    for (RecordComponent component : components(config.getClass())) {
      text.append('\n').append(key(component.getName())).append('=');
      text.append(canonicalValue(value(config, component)));
    }
    return text.toString();
  }

  private static String canonicalValue(Object value) {
    if (value instanceof Double number) {
      return Long.toHexString(Double.doubleToLongBits(number));
    }
    if (value instanceof DetectorConfig part) {
      return "(" + canonical(part) + ")";
    }
    if (value instanceof List<?> list) {
      return list.stream().map(Parameters::canonicalValue).toList().toString();
    }
    return value instanceof Enum<?> constant ? constant.name() : value.toString();
  }

  private static Object read(RecordComponent component, Object usual, Settings settings) {
    String key = key(component.getName());
    Class<?> type = component.getType();
    if (settings.find(key).isEmpty()) {
      return usual;
    }
    if (type == double.class) {
      if (usual instanceof Double none && none.isNaN() && settings.require(key).equals("NaN")) {
        return usual;
      }
      return settings.number(key, 0, -Double.MAX_VALUE, Double.MAX_VALUE);
    }
    if (type == int.class) {
      return (int) Choice.integer(settings, key, 0, Integer.MIN_VALUE, Integer.MAX_VALUE);
    }
    if (type == long.class) {
      return Choice.integer(settings, key, 0, Long.MIN_VALUE, Long.MAX_VALUE);
    }
    if (usual instanceof Enum<?> constant) {
      return Choice.of(settings, key, constant.getDeclaringClass());
    }
    if (usual instanceof List<?>) {
      return detectors(key, settings.require(key));
    }
    throw new IllegalArgumentException("setting '" + key + "' cannot be given as text");
  }

  /** Names joined by +, each with its own settings in parentheses: {@code A(k=1,h=2)+B}. */
  private static List<DetectorConfig> detectors(String key, String text) {
    Components components = Components.load(Parameters.class.getClassLoader());
    List<DetectorConfig> list = new ArrayList<>();
    for (String part : split(text, '+')) {
      int open = part.indexOf('(');
      if (open >= 0 && !part.endsWith(")")) {
        throw new IllegalArgumentException("setting '" + key + "' lacks a parenthesis: " + part);
      }
      String name = (open < 0 ? part : part.substring(0, open)).strip();
      Settings own = Settings.empty();
      String inner = open < 0 ? "" : part.substring(open + 1, part.length() - 1);
      for (String pair : inner.isBlank() ? List.<String>of() : split(inner, ',')) {
        int equals = pair.indexOf('=');
        if (equals < 0) {
          throw new IllegalArgumentException(
              "setting '" + key + "' must have key=value in parentheses: " + pair);
        }
        own = own.with(pair.substring(0, equals).strip(), pair.substring(equals + 1).strip());
      }
      if (!components.names(DriftDetector.class).contains(name)) {
        throw new IllegalArgumentException(
            "setting '"
                + key
                + "' has no detector '"
                + name
                + "'; known are: "
                + components.names(DriftDetector.class));
      }
      DriftDetector made = components.create(DriftDetector.class, name, own);
      if (!(made instanceof StreamingDetector detector)) {
        throw new IllegalArgumentException(
            "setting '" + key + "' can only have detectors with a state: " + name);
      }
      list.add(detector.config());
    }
    return list;
  }

  /** Splits at a separator that is not within parentheses. */
  private static List<String> split(String text, char separator) {
    List<String> parts = new ArrayList<>();
    int depth = 0;
    int from = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
      if (c == separator && depth == 0) {
        parts.add(text.substring(from, i).strip());
        from = i + 1;
      }
    }
    parts.add(text.substring(from).strip());
    return parts;
  }

  private static Object value(DetectorConfig config, RecordComponent component) {
    try {
      return component.getAccessor().invoke(config);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot read " + component + " of " + config, e);
    }
  }

  @SuppressWarnings("unchecked")
  private static <C extends DetectorConfig> C make(
      C usual, RecordComponent[] components, Object[] values) {
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      return (C) usual.getClass().getDeclaredConstructor(types).newInstance(values);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException refusal) {
        throw refusal;
      }
      throw new IllegalStateException("cannot make a " + usual.name(), e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot make a " + usual.name(), e);
    }
  }

  private static RecordComponent[] components(Class<?> type) {
    if (!type.isRecord()) {
      throw new IllegalArgumentException("a detector's configuration must be a record: " + type);
    }
    return type.getRecordComponents();
  }

  /** {@code minInstances} becomes {@code min_instances}. */
  private static String key(String component) {
    List<String> words = new ArrayList<>(List.of(component.split("(?=[A-Z])")));
    return String.join("_", words).toLowerCase(Locale.ROOT);
  }
}
