package org.governance4j.tck;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Which rules of SPEC.md have a test, found in the text of the sources: {@code @Rule("L2")} among
 * the annotations of a test, as annotation or in a comment.
 *
 * <p>A test of a contract counts once a test class of another module extends the contract: a
 * contract that nobody is held to tests nothing.
 *
 * @param rules the numbers in SPEC.md, in its order
 * @param tested where each number is tested
 * @param misplaced places where a rule is named but no test follows
 */
record SpecCoverage(List<String> rules, Map<String, Set<String>> tested, List<String> misplaced) {

  private static final Pattern RULE = Pattern.compile("(?m)^- \\*\\*([A-Z]\\d+)\\*\\* \\S");

  /** A rule's mention; the pattern is written so that it does not match itself. */
  private static final Pattern MENTION =
      Pattern.compile("@Rule\\(\\s*\\{?\\s*((?:\"[A-Z]\\d+\"[,\\s]*)+)\\}?\\s*\\)");

  private static final Pattern NUMBER = Pattern.compile("[A-Z]\\d+");
  private static final Pattern TEST =
      Pattern.compile(
          "@(Test|ParameterizedTest|RepeatedTest|TestFactory|FuzzTest|TestTemplate|ArchTest|Benchmark)\\b");
  private static final Pattern EXTENDS = Pattern.compile("\\bextends\\s+(\\w+Contract)\\b");
  private static final String KIT = "governance-tck";

  /** Reads SPEC.md and the sources of every module below the root. */
  static SpecCoverage of(Path root) throws IOException {
    SpecCoverage coverage =
        new SpecCoverage(
            RULE.matcher(Files.readString(root.resolve("SPEC.md")))
                .results()
                .map(rule -> rule.group(1))
                .toList(),
            new TreeMap<>(),
            new ArrayList<>());
    Map<String, String> sources = sources(root);
    Set<String> extended = new TreeSet<>();
    sources.forEach(
        (path, text) -> {
          if (!path.startsWith(KIT)) {
            EXTENDS.matcher(text).results().forEach(match -> extended.add(match.group(1)));
          }
        });
    sources.forEach(
        (path, text) -> {
          String name = path.substring(path.lastIndexOf('/') + 1).replace(".java", "");
          boolean contract = path.startsWith(KIT + "/src/main/");
          coverage.scan(path, text, !contract || extended.contains(name));
        });
    return coverage;
  }

  /** Rules of SPEC.md without a test. */
  List<String> untested() {
    return rules.stream().filter(rule -> !tested.containsKey(rule)).toList();
  }

  /** Rules that a test names and SPEC.md has not, with where they are named. */
  Map<String, Set<String>> unknown() {
    Map<String, Set<String>> unknown = new TreeMap<>(tested);
    unknown.keySet().removeAll(rules);
    return unknown;
  }

  private void scan(String path, String text, boolean counts) {
    for (MatchResult mention : MENTION.matcher(text).results().toList()) {
      if (!TEST.matcher(annotations(text, mention)).find()) {
        if (!inJavadoc(text, mention.start())) {
          misplaced.add(path + ": " + mention.group().replaceAll("\\s+", " "));
        }
        continue;
      }
      Matcher number = NUMBER.matcher(mention.group(1));
      while (number.find()) {
        if (counts) {
          tested.computeIfAbsent(number.group(), rule -> new TreeSet<>()).add(path);
        }
      }
    }
  }

  /** The lines around a mention that belong to one method, as far as its first blank line. */
  private static String annotations(String text, MatchResult mention) {
    int from = lineStart(text, mention.start());
    while (from > 0 && belongs(text.substring(lineStart(text, from - 1), from - 1))) {
      from = lineStart(text, from - 1);
    }
    int blank = text.indexOf("\n\n", mention.end());
    int end = text.indexOf("\n  }\n", mention.end());
    int to = Math.min(blank < 0 ? text.length() : blank, end < 0 ? text.length() : end);
    return text.substring(from, to);
  }

  /** Whether a line can stand between the annotations of one method: it ends nothing. */
  private static boolean belongs(String line) {
    return !line.isBlank() && !line.endsWith("}") && !line.endsWith(";");
  }

  private static int lineStart(String text, int at) {
    return text.lastIndexOf('\n', at - 1) + 1;
  }

  private static boolean inJavadoc(String text, int at) {
    return text.substring(lineStart(text, at), at).stripLeading().startsWith("*");
  }

  private static Map<String, String> sources(Path root) throws IOException {
    Map<String, String> sources = new TreeMap<>();
    for (Path module : Project.folders(root)) {
      for (String kind : List.of("src/main/java", "src/test/java")) {
        Path folder = module.resolve(kind);
        if (Files.isDirectory(folder)) {
          try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
              String path = root.relativize(file).toString().replace('\\', '/');
              sources.put(path, Files.readString(file));
            }
          }
        }
      }
    }
    return sources;
  }
}
