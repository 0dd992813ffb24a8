package org.governance4j.cli;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.governance4j.JsonValue;
import org.governance4j.LedgerReader;
import org.governance4j.ledger.Completeness;
import org.jspecify.annotations.Nullable;

/**
 * What is missing from a ledger, in lines and in JSON.
 *
 * @param found what was found
 * @param heartbeat how long a silence may be, or null if silences were not looked for
 */
record CompletenessReport(Completeness found, @Nullable Duration heartbeat) {
  private static final Pattern SHORT = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");

  /** A silence that no ledger has. */
  private static final Duration ANY = Duration.ofDays(3_650_000);

  /** Looks through the published entries. */
  static CompletenessReport of(LedgerReader reader, @Nullable Duration heartbeat, Clock clock) {
    return new CompletenessReport(
        Completeness.check(reader, 0, heartbeat == null ? ANY : heartbeat, clock.instant()),
        heartbeat);
  }

  /**
   * Reads a duration: {@code 500ms}, {@code 90s}, {@code 15m}, {@code 1h}, {@code 7d} or ISO 8601.
   *
   * @throws NotDone if it is none, or not positive
   */
  static Duration duration(String option, String text) {
    Duration duration;
    Matcher matcher = SHORT.matcher(text);
    try {
      duration = matcher.matches() ? scaled(matcher) : Duration.parse(text);
    } catch (DateTimeException e) {
      throw new NotDone(malformed(option, text), e);
    }
    if (duration.isZero() || duration.isNegative() || duration.compareTo(ANY) > 0) {
      throw new NotDone(malformed(option, text));
    }
    return duration;
  }

  private static Duration scaled(Matcher matcher) {
    long number = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(number);
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      case "h" -> Duration.ofHours(number);
      default -> Duration.ofDays(number);
    };
  }

  private static String malformed(String option, String text) {
    return option + " must be a duration, for example 90s, 15m, 1h, 7d or PT1H30M: " + text;
  }

  /** One line for each thing that is missing, and one for all. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (Map.Entry<String, Completeness.Stream> each : found.streams().entrySet()) {
      String stream = "stream " + each.getKey() + ": ";
      for (Completeness.Gap gap : each.getValue().gaps()) {
        lines.add(
            stream
                + (gap.from() == gap.to()
                    ? "entry " + gap.from() + " is missing"
                    : "entries " + gap.from() + " to " + gap.to() + " are missing"));
      }
      for (Completeness.Finding one : each.getValue().duplicates()) {
        lines.add(stream + "entry " + one.index() + " has the place of another, " + one.seq());
      }
      for (Completeness.Finding one : each.getValue().broken()) {
        lines.add(
            stream
                + "entry "
                + one.index()
                + " at "
                + one.seq()
                + " does not follow the one before");
      }
    }
    for (Completeness.Silence silence : found.silences()) {
      lines.add(
          "silent from "
              + silence.since()
              + " to "
              + silence.until()
              + (silence.index() == found.size() ? ", now" : ", before entry " + silence.index()));
    }
    for (Completeness.Contradiction one : found.contradictions()) {
      lines.add("the heartbeat in entry " + one.index() + ": " + one.what());
    }
    count(lines, found.future(), "dated in the future");
    count(lines, found.unlisted(), "with something missing are not listed");
    lines.add(summary());
    return lines;
  }

  private static void count(List<String> lines, long entries, String what) {
    if (entries > 0) {
      lines.add(entries + (entries == 1 ? " entry " : " entries ") + what);
    }
  }

  private String summary() {
    int streams = found.streams().size();
    return (found.complete() ? "complete: " : "not complete: ")
        + streams
        + (streams == 1 ? " stream" : " streams")
        + (heartbeat == null ? ", silences not looked for" : ", silences longer than " + heartbeat);
  }

  /** Adds what was found to the result of a verification. */
  JsonValue.Obj addTo(JsonValue.Obj result) {
    List<JsonValue> streams = new ArrayList<>();
    found
        .streams()
        .forEach(
            (name, stream) ->
                streams.add(
                    JsonValue.object()
                        .with("name", JsonValue.of(name))
                        .with("entries", JsonValue.of(stream.entries()))
                        .with("next", JsonValue.of(stream.next()))
                        .with("gaps", array(stream.gaps(), CompletenessReport::json))
                        .with("duplicates", array(stream.duplicates(), CompletenessReport::json))
                        .with("broken", array(stream.broken(), CompletenessReport::json))));
    return result
        .with("complete", JsonValue.of(found.complete()))
        .with("streams", new JsonValue.Arr(streams))
        .with("silences", array(found.silences(), CompletenessReport::json))
        .with("contradictions", array(found.contradictions(), CompletenessReport::json))
        .with("future", JsonValue.of(found.future()))
        .with("unread", JsonValue.of(found.unread()))
        .with("unlisted", JsonValue.of(found.unlisted()));
  }

  private static <T> JsonValue array(List<T> items, Function<T, JsonValue> json) {
    return new JsonValue.Arr(items.stream().map(json).toList());
  }

  private static JsonValue json(Completeness.Gap gap) {
    return JsonValue.object()
        .with("from", JsonValue.of(gap.from()))
        .with("to", JsonValue.of(gap.to()));
  }

  private static JsonValue json(Completeness.Finding finding) {
    return JsonValue.object()
        .with("index", JsonValue.of(finding.index()))
        .with("seq", JsonValue.of(finding.seq()));
  }

  private static JsonValue json(Completeness.Silence silence) {
    return JsonValue.object()
        .with("index", JsonValue.of(silence.index()))
        .with("since", JsonValue.of(silence.since().toString()))
        .with("until", JsonValue.of(silence.until().toString()));
  }

  private static JsonValue json(Completeness.Contradiction one) {
    return JsonValue.object()
        .with("index", JsonValue.of(one.index()))
        .with("what", JsonValue.of(one.what()));
  }
}
