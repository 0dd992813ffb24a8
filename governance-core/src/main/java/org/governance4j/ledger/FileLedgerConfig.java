package org.governance4j.ledger;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Supplier;
import org.governance4j.json.EntryCodec;

/**
 * How a {@link FileLedger} works.
 *
 * <p>Immutable; safe for any number of threads if the clock and the supplier are.
 *
 * @param clock fills in the time of entries that have none
 * @param salts gives {@value EntryCodec#SALT_BYTES} fresh unpredictable bytes for each sensitive
 *     value
 * @param queueCapacity how many entries may wait for the disk, 1 to {@value #MAX_QUEUE}; together
 *     with their disclosures they may have 64 MiB
 * @param publishInterval how often a checkpoint is published by itself if there is something new;
 *     zero for never, otherwise {@code 1 ms} to {@code 1 day}. On demand and on closing one is
 *     always published.
 * @param overflow what happens to an entry when the queue is full
 * @param heartbeat after how long without an entry the ledger appends a {@link
 *     org.governance4j.json.Heartbeat} itself, so that one that has stopped, or lost its end, is
 *     told from one with nothing to say; zero for never, otherwise whole milliseconds up to {@code
 *     31 days}
 */
public record FileLedgerConfig(
    Clock clock,
    Supplier<byte[]> salts,
    int queueCapacity,
    Duration publishInterval,
    Overflow overflow,
    Duration heartbeat) {
  /** The largest queue. */
  public static final int MAX_QUEUE = 1 << 20;

  private static final Duration LONGEST = Duration.ofDays(1);
  private static final Duration LONGEST_HEARTBEAT = Duration.ofDays(31);

  /**
   * Refuses what is out of range.
   *
   * @throws IllegalArgumentException naming the component, its value and the limit
   */
  public FileLedgerConfig {
    Objects.requireNonNull(clock, "clock");
    Objects.requireNonNull(salts, "salts");
    Objects.requireNonNull(overflow, "overflow");
    if (queueCapacity < 1 || queueCapacity > MAX_QUEUE) {
      throw new IllegalArgumentException(
          "queueCapacity must be from 1 to " + MAX_QUEUE + ": " + queueCapacity);
    }
    if (!publishInterval.isZero()
        && (publishInterval.compareTo(Duration.ofMillis(1)) < 0
            || publishInterval.compareTo(LONGEST) > 0)) {
      throw new IllegalArgumentException(
          "publishInterval must be zero or from PT0.001S to " + LONGEST + ": " + publishInterval);
    }
    if (heartbeat.isNegative()
        || heartbeat.compareTo(LONGEST_HEARTBEAT) > 0
        || !heartbeat.equals(Duration.ofMillis(heartbeat.toMillis()))) {
      throw new IllegalArgumentException(
          "heartbeat must be zero or whole milliseconds up to "
              + LONGEST_HEARTBEAT
              + ": "
              + heartbeat);
    }
  }

  /**
   * The system's clock, {@link SecureRandom}, 8192 entries that are refused above that, 100 ms, a
   * heartbeat after an hour.
   */
  public static FileLedgerConfig defaults() {
    return new FileLedgerConfig(
        Clock.systemUTC(),
        salts(new SecureRandom()),
        8192,
        Duration.ofMillis(100),
        Overflow.REJECT,
        Duration.ofHours(1));
  }

  /** Salts from a generator. */
  static Supplier<byte[]> salts(SecureRandom random) {
    return () -> {
      byte[] salt = new byte[EntryCodec.SALT_BYTES];
      random.nextBytes(salt);
      return salt;
    };
  }

  /** The same with another clock. */
  public FileLedgerConfig withClock(Clock value) {
    return new FileLedgerConfig(value, salts, queueCapacity, publishInterval, overflow, heartbeat);
  }

  /** The same with other salts. */
  public FileLedgerConfig withSalts(Supplier<byte[]> value) {
    return new FileLedgerConfig(clock, value, queueCapacity, publishInterval, overflow, heartbeat);
  }

  /** The same with another queue. */
  public FileLedgerConfig withQueueCapacity(int value) {
    return new FileLedgerConfig(clock, salts, value, publishInterval, overflow, heartbeat);
  }

  /**
   * The same with another interval; {@link Duration#ZERO} leaves no work to the passage of time.
   */
  public FileLedgerConfig withPublishInterval(Duration value) {
    return new FileLedgerConfig(clock, salts, queueCapacity, value, overflow, heartbeat);
  }

  /** The same with another choice for a full queue. */
  public FileLedgerConfig withOverflow(Overflow value) {
    return new FileLedgerConfig(clock, salts, queueCapacity, publishInterval, value, heartbeat);
  }

  /** The same with another interval of heartbeats; {@link Duration#ZERO} for none. */
  public FileLedgerConfig withHeartbeat(Duration value) {
    return new FileLedgerConfig(clock, salts, queueCapacity, publishInterval, overflow, value);
  }
}
