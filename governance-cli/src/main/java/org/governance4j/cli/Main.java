package org.governance4j.cli;

import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.governance4j.cli.demo.DemoCommand;
import org.governance4j.spi.Components;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.IFactory;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The {@code governance} command.
 *
 * <p>Exit codes of every subcommand: 0 what was asked holds, 1 it does not (denied, tampered,
 * drifted, refused), 2 it could not be done (bad usage, unreadable input). Data on stdout, messages
 * on stderr, one line each.
 */
@Command(
    name = "governance",
    description = "Governs machine-learning models: ledger, signatures, policies, drift.",
    footer = {
      "",
      "The launcher script of the sources also knows governance bench [PATTERN...], which runs the"
          + " benchmarks; policy bench times a policy of your own.",
      "",
      "Exit codes: 0 holds, 1 does not hold (denied, tampered, drifted, refused), 2 could not be"
          + " done (bad usage, unreadable input). Data on stdout, messages on stderr."
    },
    versionProvider = Main.Version.class,
    subcommands = {
      DemoCommand.class,
      LedgerCommand.class,
      ModelCommand.class,
      PolicyCommand.class,
      DriftCommand.class,
      ConformanceCommand.class,
    })
public final class Main {
  @Option(
      names = "--stacktrace",
      scope = ScopeType.INHERIT,
      description = "Show where in the program a failure came from.")
  private boolean stacktrace;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help and exit.")
  boolean help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Show the version and exit.")
  boolean version;

  Main() {}

  /** Runs the command and ends the process with its exit code. */
  public static void main(String[] args) {
    System.exit(run(Console.system(), args));
  }

  /** Runs the command and returns its exit code. */
  static int run(Console console, String... args) {
    Main main = new Main();
    int code;
    try {
      code = main.commandLine(console).execute(args);
    } catch (Throwable failure) { // an error that escaped would exit with 1, "does not hold"
      code = report(failure, console, main.stacktrace);
    }
    if (console.isUnwritable()) {
      return ExitCode.NOT_DONE; // was reported when it happened
    }
    try {
      console.flush();
      return code;
    } catch (UncheckedIOException e) {
      return report(e, console, main.stacktrace);
    }
  }

  private CommandLine commandLine(Console console) {
    CommandLine commands = new CommandLine(this, new Factory(console));
    subcommand(subcommand(commands, "drift"), "detect")
        .getHelpSectionMap()
        .put(UsageMessageSpec.SECTION_KEY_FOOTER, help -> detectors());
    return commands
        .setOut(new PrintWriter(console.out(), true, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(console.err(), true, StandardCharsets.UTF_8))
        .setColorScheme(Help.defaultColorScheme(Help.Ansi.OFF))
        .setExpandAtFiles(false)
        .setParameterExceptionHandler((e, args) -> misused(e, console))
        .setExecutionExceptionHandler((e, command, parsed) -> report(e, console, stacktrace));
  }

  private static CommandLine subcommand(CommandLine group, String name) {
    return Objects.requireNonNull(group.getSubcommands().get(name), name);
  }

  /** Only when the help is asked for: loading them takes time. */
  private static String detectors() {
    return DetectorNames.of(Components.load(Main.class.getClassLoader())).help();
  }

  private static int misused(ParameterException e, Console console) {
    String command = e.getCommandLine().getCommandSpec().qualifiedName();
    List<String> suggestions =
        e instanceof UnmatchedArgumentException unmatched ? unmatched.getSuggestions() : List.of();
    console.message(
        e.getMessage()
            + (suggestions.isEmpty() ? "" : ", maybe " + String.join(" or ", suggestions))
            + "; see "
            + command
            + " --help");
    return ExitCode.NOT_DONE;
  }

  static int report(Throwable failure, Console console, boolean stacktrace) {
    if (failure instanceof UncheckedIOException && console.isLeft()) {
      return ExitCode.NOT_DONE;
    }
    String words = Words.of(failure);
    console.message(
        Words.isExpected(failure) || stacktrace
            ? words
            : words + "; --stacktrace shows where it came from");
    if (stacktrace) {
      console.trace(failure);
    }
    return ExitCode.NOT_DONE;
  }

  /** Gives commands the console, if they take one. */
  private record Factory(Console console) implements IFactory {
    @Override
    public <K> K create(Class<K> type) throws Exception {
      for (Constructor<?> constructor : type.getDeclaredConstructors()) {
        Class<?>[] parameters = constructor.getParameterTypes();
        if (parameters.length == 1 && parameters[0] == Console.class) {
          return type.cast(constructor.newInstance(console));
        }
      }
      return CommandLine.defaultFactory().create(type);
    }
  }

  /** The version of the jar. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      @Nullable String version = Main.class.getPackage().getImplementationVersion();
      return new String[] {"governance " + (version == null ? "(not packaged)" : version)};
    }
  }
}
