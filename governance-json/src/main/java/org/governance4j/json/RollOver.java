package org.governance4j.json;

import java.util.Locale;
import java.util.Objects;
import org.governance4j.Entry;
import org.jspecify.annotations.Nullable;

/**
 * A ledger goes on in another one: {@code roll-over}, once as the last entry of the one that ends,
 * naming its successor, and once as the first entry of the one that begins, naming its predecessor.
 * The subject is {@code ledger:} and the origin of the ledger that the entry is in.
 *
 * @param event {@code decision}: which of the two
 * @param log the origin of the other ledger
 * @param key the verifier key of the other ledger: the one the successor begins with, the one the
 *     predecessor ends with
 * @param checkpoint the text of the predecessor's last checkpoint; null where a ledger ends
 * @param reason {@code reason}, or null
 */
public record RollOver(
    Event event, String log, String key, @Nullable String checkpoint, @Nullable String reason)
    implements EntryBody {

  /** The type of these entries. */
  public static final String TYPE = "roll-over";

  /** The two ends of a roll-over. */
  public enum Event {
    /** The ledger takes no more entries. */
    ENDED,
    /** The ledger takes up where another one ended. */
    BEGUN;

    private final String word = name().toLowerCase(Locale.ROOT);

    /** The word in JSON. */
    public String word() {
      return word;
    }
  }

  /** Refuses null, blanks, and a beginning without the checkpoint it takes up from. */
  public RollOver {
    Objects.requireNonNull(event, "event");
    BodyMembers.text("log", log);
    BodyMembers.text("key", key);
    if (checkpoint == null ? event == Event.BEGUN : event == Event.ENDED) {
      throw new IllegalArgumentException(
          "a \"checkpoint\" belongs to a beginning and to nothing else");
    }
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public Entry.Builder writeTo(Entry.Builder entry) {
    BodyMembers.put(entry, "log", log);
    BodyMembers.put(entry, "key", key);
    BodyMembers.put(entry, "checkpoint", checkpoint);
    return entry.decision(event.word()).reason(reason);
  }

  static RollOver read(BodyMembers members) {
    return new RollOver(
        members.decision(Event.values(), Event::word),
        members.attributes().text("log"),
        members.attributes().text("key"),
        members.attributes().optionalString("checkpoint"),
        members.entry().reason());
  }
}
