package org.governance4j.guard;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.governance4j.Entry;
import org.governance4j.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Writes the entry that stands for the events of a window; its form is told by {@link Recording}.
 */
final class SummaryEntry {

  static final String TYPE = "policy-violation-summary";

  /** Bytes of the rules; with 64 raw files the entry stays below its limit. */
  private static final int RULES_BUDGET = 30_000;

  private SummaryEntry() {}

  static Entry of(
      Scribe scribe,
      Window window,
      Instant from,
      Instant to,
      int first,
      long number,
      RawFiles.@Nullable Result raw) {
    Entry.Builder entry =
        scribe
            .summary(TYPE, window.revision, number)
            .attribute("from", JsonValue.of(from.toString()))
            .attribute("to", JsonValue.of(to.toString()))
            .attribute("firstPerRule", JsonValue.of(first))
            .attribute("events", JsonValue.of(window.events()))
            .attribute(
                "actions",
                JsonValue.object()
                    .with("deny", JsonValue.of(window.denied))
                    .with("escalate", JsonValue.of(window.escalated)));
    int room = RULES_BUDGET;
    if (window.windows() > 1) {
      entry.attribute("windows", JsonValue.of(window.windows()));
    }
    if (window.revisions().size() > 1) {
      room -= policies(entry, window);
    }
    rules(entry, window, room);
    if (raw != null) {
      entry.attribute("raw", raw(raw, window.lost));
    }
    return entry.build();
  }

  /** Returns the bytes that this takes at most. */
  private static int policies(Entry.Builder entry, Window window) {
    List<JsonValue> first = new ArrayList<>();
    int bytes = 60;
    for (String revision : window.revisions()) {
      if (first.size() < Window.MAX_REVISIONS) {
        String name = Texts.clean(revision, Scribe.MAX_ID);
        bytes += 6 * name.length() + 3;
        first.add(JsonValue.of(name));
      }
    }
    entry.attribute(
        "policies",
        JsonValue.object()
            .with("count", JsonValue.of(window.revisions().size()))
            .with("first", new JsonValue.Arr(first)));
    return bytes;
  }

  private static void rules(Entry.Builder entry, Window window, int budget) {
    List<JsonValue> listed = new ArrayList<>();
    int room = budget;
    long others = window.otherRules();
    long violations = window.others().violations;
    long summarised = window.others().summarised;
    for (Map.Entry<String, Window.Count> rule : window.rules().entrySet()) {
      String name = Texts.clean(rule.getKey(), Scribe.MAX_ID);
      Window.Count count = rule.getValue();
      // Every character escaped at its longest, two counts and their names.
      room -= 6 * name.length() + 90;
      if (room < 0) {
        others++;
        violations += count.violations;
        summarised += count.summarised;
      } else {
        listed.add(counts(count.violations, count.summarised).with("rule", JsonValue.of(name)));
      }
    }
    entry.attribute("rules", new JsonValue.Arr(listed));
    if (others > 0) {
      entry.attribute(
          "otherRules", counts(violations, summarised).with("rules", JsonValue.of(others)));
    }
  }

  private static JsonValue.Obj counts(long violations, long summarised) {
    return JsonValue.object()
        .with("violations", JsonValue.of(violations))
        .with("summarised", JsonValue.of(summarised));
  }

  private static JsonValue raw(RawFiles.Result raw, long lost) {
    List<JsonValue> files = new ArrayList<>();
    for (RawFiles.RawFile file : raw.files()) {
      files.add(
          JsonValue.object()
              .with("name", JsonValue.of(file.name()))
              .with("sha256", JsonValue.of(file.digest().hex()))
              .with("bytes", JsonValue.of(file.bytes()))
              .with("events", JsonValue.of(file.events())));
    }
    return JsonValue.object()
        .with("files", new JsonValue.Arr(files))
        .with("missing", JsonValue.of(raw.missing() + lost));
  }
}
