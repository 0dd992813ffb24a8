package org.governance4j.drift.compat;

import org.governance4j.spi.Settings;

/** Reads settings as a library reads the arguments of its constructors. */
final class Arguments {

  private static final double MOST = Double.MAX_VALUE;

  private Arguments() {}

  /** Any finite number. */
  static double number(Settings settings, String key, double usual) {
    return settings.number(key, usual, -MOST, MOST);
  }

  static double number(Settings settings, String key, double usual, double min, double max) {
    return settings.number(key, usual, min, max);
  }

  static double positive(Settings settings, String key, double usual) {
    return settings.number(key, usual, Double.MIN_VALUE, MOST);
  }

  static int count(Settings settings, String key, int usual, int min) {
    return count(settings, key, usual, min, Integer.MAX_VALUE);
  }

  static int count(Settings settings, String key, int usual, int min, int max) {
    double number = number(settings, key, usual);
    if (number < min || number > max) {
      throw new IllegalArgumentException(
          "setting '"
              + key
              + "' must be from "
              + min
              + " to "
              + max
              + ": "
              + settings.require(key));
    }
    return (int) settings.integer(key, usual, min, max);
  }

  static boolean flag(Settings settings, String key, boolean usual) {
    return settings
        .find(key)
        .map(
            value ->
                switch (value) {
                  case "true", "True" -> true;
                  case "false", "False" -> false;
                  default ->
                      throw new IllegalArgumentException(
                          "setting '" + key + "' must be true or false: " + value);
                })
        .orElse(usual);
  }

  /** Refuses two settings of which the first must be below the second. */
  static void below(String lowKey, double low, String highKey, double high) {
    if (!(low < high)) {
      throw new IllegalArgumentException(
          "setting '" + lowKey + "' must be below '" + highKey + "', " + high + ": " + low);
    }
  }
}
