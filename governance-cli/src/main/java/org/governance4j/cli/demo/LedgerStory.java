package org.governance4j.cli.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.governance4j.Entry;
import org.governance4j.GovernanceException;
import org.governance4j.JsonValue;
import org.governance4j.LedgerReader;
import org.governance4j.LedgerRecord;
import org.governance4j.json.EntryCodec;

/**
 * What a published ledger tells about a run.
 *
 * @param violations how many policy violations it holds
 * @param drift the alerts, by stream, in the order of the first
 */
record LedgerStory(long violations, List<DriftFound> drift) {

  private static final String STREAM = "stream:";

  /**
   * Reads every entry.
   *
   * @param reader the ledger; closed here
   * @param firstRow the row of the data at which the streams of the monitor begin
   */
  static LedgerStory read(LedgerReader reader, int firstRow) {
    long violations = 0;
    Map<String, DriftFound> drift = new LinkedHashMap<>();
    try (reader) {
      long size = reader.size();
      for (long next = 0; next < size; ) {
        List<LedgerRecord> records = reader.read(next, 256);
        for (LedgerRecord record : records) {
          Entry entry = EntryCodec.decode(record.bytes());
          if (entry.type().equals(Entry.Types.POLICY_VIOLATION)) {
            violations++;
          } else if (entry.type().equals(Entry.Types.DRIFT_ALERT)) {
            drift.merge(
                entry.subject().substring(STREAM.length()),
                new DriftFound(
                    entry.subject().substring(STREAM.length()), 1, firstRow + index(entry)),
                (first, again) ->
                    new DriftFound(first.stream(), first.alerts() + 1, first.firstRow()));
          }
        }
        next += records.size();
      }
    }
    return new LedgerStory(violations, List.copyOf(drift.values()));
  }

  /**
   * Replaces the first occurrence of a text in the entries of a ledger's directory by another of
   * the same length.
   */
  static void tamper(Path ledger, String text, String replacement) throws IOException {
    List<Path> bundles;
    try (Stream<Path> all = Files.walk(ledger.resolve("tile/entries"))) {
      bundles =
          new ArrayList<>(
              all.filter(Files::isRegularFile).sorted(Comparator.naturalOrder()).toList());
    }
    for (Path bundle : bundles) {
      // ISO 8859-1 maps every byte to one character and back.
      String content = Files.readString(bundle, StandardCharsets.ISO_8859_1);
      int at = content.indexOf(text);
      if (at >= 0) {
        Files.writeString(
            bundle,
            content.substring(0, at) + replacement + content.substring(at + text.length()),
            StandardCharsets.ISO_8859_1);
        return;
      }
    }
    throw new GovernanceException("no entry of " + ledger + " contains " + text);
  }

  private static long index(Entry alert) {
    return alert.attributes().get("index") instanceof JsonValue.Num number
        ? number.value().longValue()
        : 0;
  }
}
