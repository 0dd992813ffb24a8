package org.governance4j.drift.compat;

import java.util.List;
import org.governance4j.spi.Settings;

/**
 * The parameters of MOA's detectors: each option letter is a setting, and all of them may be given
 * at once as one setting {@code cli}, written as MOA's option string or, for the classes that have
 * none, as the constructor's arguments with commas.
 */
final class MoaOptions {

  private MoaOptions() {}

  /** The settings themselves, or those that the option string stands for. */
  static Settings letters(Settings settings, List<String> letters) {
    String cli = settings.find("cli").orElse("").strip();
    Settings all = settings;
    String[] words = cli.isEmpty() ? new String[0] : cli.split("\\s+");
    for (int i = 0; i < words.length; i += 2) {
      String letter = words[i].startsWith("-") ? words[i].substring(1) : "";
      if (!letters.contains(letter)) {
        throw refused(
            cli, "knows no '" + words[i] + "'; options are -" + String.join(", -", letters));
      }
      if (i + 1 == words.length) {
        throw refused(cli, "has no value for " + words[i]);
      }
      all = set(all, letter, words[i + 1], cli);
    }
    return all;
  }

  /** The settings themselves, or those that the constructor's arguments stand for. */
  static Settings arguments(Settings settings, List<String> names) {
    String cli = settings.find("cli").orElse("").strip();
    if (cli.isEmpty()) {
      return settings;
    }
    if (cli.matches("-\\p{Alpha}.*")) {
      throw refused(cli, "takes values of " + names + ", with commas between, and no letters");
    }
    String[] words = cli.split(",", -1);
    if (words.length > names.size()) {
      throw refused(cli, "has more arguments than " + names);
    }
    Settings all = settings;
    for (int i = 0; i < words.length; i++) {
      all = set(all, names.get(i), words[i].strip(), cli);
    }
    return all;
  }

  /** One of MOA's whole numbers. */
  static int integer(Settings settings, String key, int usual, int min, int max) {
    return Arguments.count(settings, key, usual, min, max);
  }

  /** A level from 0 to 1. */
  static double share(Settings settings, String key, double usual) {
    return settings.number(key, usual, 0, 1);
  }

  /** A threshold from 0 to the largest MOA takes. */
  static double threshold(Settings settings, String key, double usual) {
    return settings.number(key, usual, 0, Float.MAX_VALUE);
  }

  /** The choice {@code t} of the HDDM detectors. */
  static boolean twoSided(Settings settings, boolean usual) {
    return switch (settings.find("t").orElse(usual ? "Two-sided" : "One-sided")) {
      case "Two-sided" -> true;
      case "One-sided" -> false;
      default ->
          throw new IllegalArgumentException(
              "setting 't' must be One-sided or Two-sided: " + settings.require("t"));
    };
  }

  private static Settings set(Settings settings, String key, String value, String cli) {
    if (settings.find(key).isPresent()) {
      throw refused(cli, "sets " + key + ", which is set already");
    }
    return settings.with(key, value);
  }

  private static IllegalArgumentException refused(String cli, String why) {
    return new IllegalArgumentException("setting 'cli' " + why + ": " + cli);
  }
}
