package org.governance4j.cli;

import picocli.CommandLine.Option;

/** The options that every command has. */
final class Standard {
  @Option(names = "--json", description = "Write JSON for machines.")
  boolean json;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help and exit.")
  boolean help;
}
