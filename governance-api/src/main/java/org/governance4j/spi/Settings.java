package org.governance4j.spi;

import java.math.BigDecimal;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a {@link ComponentProvider} makes an instance from: named strings, as they come from a
 * configuration file, and live objects by type, such as a clock or a key.
 *
 * <p>Immutable; safe for any number of threads. Values are never part of {@link #toString}.
 */
public final class Settings {

  private static final Settings EMPTY = new Settings(Map.of(), Map.of());

  private final Map<String, String> values;
  private final Map<Class<?>, Object> components;

  private Settings(Map<String, String> values, Map<Class<?>, Object> components) {
    this.values = values;
    this.components = components;
  }

  /** No settings. */
  public static Settings empty() {
    return EMPTY;
  }

  /** The same with one more named string. */
  public Settings with(String key, String value) {
    Map<String, String> more = new TreeMap<>(values);
    more.put(key, value);
    return new Settings(more, components);
  }

  /** The same with one more live object. */
  public <T> Settings with(Class<T> type, T component) {
    Map<Class<?>, Object> more = new HashMap<>(components);
    more.put(type, component);
    return new Settings(values, more);
  }

  /** The named string, if it is set. */
  public Optional<String> find(String key) {
    return Optional.ofNullable(values.get(key));
  }

  /**
   * The named string.
   *
   * @throws IllegalArgumentException if it is not set; the message lists the keys that are
   */
  public String require(String key) {
    String value = values.get(key);
    if (value == null) {
      throw new IllegalArgumentException(
          "setting '" + key + "' is missing; set are: " + values.keySet());
    }
    return value;
  }

  /**
   * The named string as a path.
   *
   * @throws IllegalArgumentException if it is not set or not a path
   */
  public Path requirePath(String key) {
    String value = require(key);
    try {
      return Path.of(value);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("setting '" + key + "' is not a path: " + value, e);
    }
  }

  /**
   * The named string as a number in a range.
   *
   * @throws IllegalArgumentException if it is not a number or out of the range
   */
  public double number(String key, double fallback, double min, double max) {
    String value = values.get(key);
    return value == null ? fallback : parse(key, value, min, max).doubleValue();
  }

  /**
   * The named string as a whole number in a range.
   *
   * @throws IllegalArgumentException if it is not a whole number or out of the range
   */
  public long integer(String key, long fallback, long min, long max) {
    String value = values.get(key);
    if (value == null) {
      return fallback;
    }
    try {
      return parse(key, value, min, max).longValueExact();
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(
          "setting '" + key + "' is not a whole number: " + value, e);
    }
  }

  private static BigDecimal parse(String key, String value, double min, double max) {
    BigDecimal number;
    try {
      number = new BigDecimal(value);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("setting '" + key + "' is not a number: " + value, e);
    }
    if (number.doubleValue() < min || number.doubleValue() > max) {
      throw new IllegalArgumentException(
          "setting '" + key + "' must be from " + min + " to " + max + ": " + value);
    }
    return number;
  }

  /** The live object of a type, if there is one. */
  public <T> Optional<T> find(Class<T> type) {
    return Optional.ofNullable(type.cast(components.get(type)));
  }

  /**
   * The live object of a type.
   *
   * @throws IllegalArgumentException if there is none
   */
  public <T> T require(Class<T> type) {
    Object component = components.get(type);
    if (component == null) {
      throw new IllegalArgumentException(
          "no " + type.getSimpleName() + " was given with the settings");
    }
    return type.cast(component);
  }

  /**
   * Refuses keys that nobody reads, so that a misspelt one is found at start-up.
   *
   * @throws IllegalArgumentException naming the unknown key and the known ones
   */
  public void allowOnly(List<String> known) {
    for (String key : values.keySet()) {
      if (!known.contains(key)) {
        throw new IllegalArgumentException("unknown setting '" + key + "'; known are: " + known);
      }
    }
  }

  /** The keys that are set, without their values. */
  @Override
  public String toString() {
    return "Settings" + values.keySet();
  }
}
