package org.governance4j.ledger;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.governance4j.DecisionLedger;
import org.governance4j.KeyHandle;
import org.governance4j.spi.ComponentProvider;
import org.governance4j.spi.Settings;
import org.jspecify.annotations.Nullable;

/**
 * Opens a {@link FileLedger} from settings, or makes it.
 *
 * <ul>
 *   <li>{@code dir}: the directory, required
 *   <li>{@code origin}: the log's name; required to make a ledger, and compared when one is opened
 *   <li>{@code instance}: the name of one of several replicas, each with a ledger of its own: the
 *       log's name is then {@code origin/instance}. Not empty, no slash; it needs {@code origin}
 *   <li>{@code create}: {@code true} if a ledger may be made where none is; default {@code false}
 *   <li>{@code interval}: milliseconds between checkpoints published by themselves, 0 to
 *       86,400,000; default 100, 0 for never
 *   <li>{@code queue}: how many entries may wait, 1 to {@value FileLedgerConfig#MAX_QUEUE}; default
 *       8192
 *   <li>{@code overflow}: {@code reject}, {@code block} or {@code drop}, see {@link Overflow};
 *       default {@code reject}
 *   <li>{@code heartbeat}: milliseconds without an entry after which the ledger appends a
 *       heartbeat, 0 to 2,678,400,000; default 3,600,000, 0 for never
 *   <li>a {@link KeyHandle}, required; a {@link Clock} and a {@link SecureRandom} for salts,
 *       optional
 * </ul>
 */
public final class FileLedgerProvider implements ComponentProvider<DecisionLedger> {
  private static final int MAX_ORIGIN_BYTES = 255;

  @Override
  public Class<DecisionLedger> role() {
    return DecisionLedger.class;
  }

  @Override
  public String name() {
    return "file";
  }

  @Override
  public DecisionLedger create(Settings settings) {
    settings.allowOnly(
        List.of(
            "dir", "origin", "instance", "create", "interval", "queue", "overflow", "heartbeat"));
    Path directory = settings.requirePath("dir");
    KeyHandle key = settings.require(KeyHandle.class);
    FileLedgerConfig config = config(settings);
    if (mayCreate(settings) && !Files.exists(directory.resolve(LedgerLog.CHECKPOINT))) {
      settings.require("origin");
      return FileLedger.create(directory, String.valueOf(origin(settings)), key, config);
    }
    FileLedger ledger = FileLedger.open(directory, key, config);
    String origin = origin(settings);
    if (origin != null && !origin.equals(ledger.origin())) {
      ledger.close();
      throw new IllegalArgumentException(
          "setting 'origin' is " + origin + ", the ledger in 'dir' is " + ledger.origin());
    }
    return ledger;
  }

  /** The log's name, null if it is not set. */
  private static @Nullable String origin(Settings settings) {
    String name = settings.find("origin").orElse(null);
    String instance = settings.find("instance").orElse(null);
    if (instance == null) {
      return name;
    }
    if (name == null) {
      throw new IllegalArgumentException("setting 'instance' needs 'origin'");
    }
    if (instance.isEmpty() || instance.indexOf('/') >= 0 || name.endsWith("/")) {
      throw new IllegalArgumentException(
          "settings 'origin' and 'instance' are a name that does not end in a slash and one that"
              + " has none, found \""
              + name
              + "\" and \""
              + instance
              + "\"");
    }
    String origin = name + "/" + instance;
    int bytes = origin.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > MAX_ORIGIN_BYTES) {
      throw new IllegalArgumentException(
          "settings 'origin' and 'instance' have at most "
              + MAX_ORIGIN_BYTES
              + " bytes with the slash between them, found "
              + bytes);
    }
    return origin;
  }

  private static boolean mayCreate(Settings settings) {
    String create = settings.find("create").orElse("false");
    return switch (create) {
      case "true" -> true;
      case "false" -> false;
      default ->
          throw new IllegalArgumentException("setting 'create' must be true or false: " + create);
    };
  }

  private static Overflow overflow(Settings settings) {
    String word = settings.find("overflow").orElse("reject");
    for (Overflow overflow : Overflow.values()) {
      if (overflow.name().toLowerCase(Locale.ROOT).equals(word)) {
        return overflow;
      }
    }
    throw new IllegalArgumentException("setting 'overflow' must be reject, block or drop: " + word);
  }

  private static FileLedgerConfig config(Settings settings) {
    FileLedgerConfig config = FileLedgerConfig.defaults();
    long interval = settings.integer("interval", 100, 0, Duration.ofDays(1).toMillis());
    long heartbeat =
        settings.integer(
            "heartbeat", config.heartbeat().toMillis(), 0, Duration.ofDays(31).toMillis());
    int queue =
        (int) settings.integer("queue", config.queueCapacity(), 1, FileLedgerConfig.MAX_QUEUE);
    config =
        config
            .withPublishInterval(Duration.ofMillis(interval))
            .withQueueCapacity(queue)
            .withOverflow(overflow(settings))
            .withHeartbeat(Duration.ofMillis(heartbeat))
            .withClock(settings.find(Clock.class).orElse(config.clock()));
    SecureRandom random = settings.find(SecureRandom.class).orElse(null);
    return random == null ? config : config.withSalts(FileLedgerConfig.salts(random));
  }
}
