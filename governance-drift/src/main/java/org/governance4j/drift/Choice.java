package org.governance4j.drift;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Locale;
import org.governance4j.spi.Settings;

/** Reads settings that {@link Settings} has no method for. */
final class Choice {

  private Choice() {}

  /** The constant whose name is the setting, in any case. */
  static <E extends Enum<E>> E of(Settings settings, String key, Class<E> type, E fallback) {
    return settings.find(key).isEmpty() ? fallback : of(settings, key, type);
  }

  /** The constant whose name is the setting, which must be set, in any case. */
  static <E extends Enum<E>> E of(Settings settings, String key, Class<E> type) {
    String word = settings.require(key);
    for (E constant : type.getEnumConstants()) {
      if (constant.name().equalsIgnoreCase(word)) {
        return constant;
      }
    }
    throw new IllegalArgumentException(
        "setting '"
            + key
            + "' must be one of "
            + Arrays.toString(type.getEnumConstants()).toLowerCase(Locale.ROOT)
            + ": "
            + word);
  }

  /** A whole number from a minimum up to the largest int. */
  static int integer(Settings settings, String key, int fallback, int min) {
    return (int) integer(settings, key, fallback, min, Integer.MAX_VALUE);
  }

  /** A whole number in a range, which a refusal writes in whole numbers. */
  static long integer(Settings settings, String key, long fallback, long min, long max) {
    if (settings.find(key).isPresent()) {
      settings.number(key, 0, -Double.MAX_VALUE, Double.MAX_VALUE);
      BigDecimal value = new BigDecimal(settings.require(key));
      if (value.compareTo(BigDecimal.valueOf(min)) < 0
          || value.compareTo(BigDecimal.valueOf(max)) > 0) {
        throw new IllegalArgumentException(
            "setting '" + key + "' must be from " + min + " to " + max + ": " + value);
      }
    }
    return settings.integer(key, fallback, min, max);
  }
}
