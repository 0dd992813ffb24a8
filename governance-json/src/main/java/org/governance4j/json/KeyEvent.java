package org.governance4j.json;

import java.util.Locale;
import java.util.Objects;
import org.governance4j.Entry;
import org.jspecify.annotations.Nullable;

/**
 * Something happened to a key: {@code key-event}. The subject names what the key is for, for
 * example {@code ledger:<origin>}.
 *
 * @param event {@code decision}: what happened
 * @param key the key, in the public text form of its use: the verifier key of a note, or {@code
 *     sha256:…} of a public key
 * @param successor the key that takes its place, in the same form, or null
 * @param checkpoint the text of a checkpoint that both keys have signed, or null
 * @param reason {@code reason}, or null
 */
public record KeyEvent(
    Event event,
    String key,
    @Nullable String successor,
    @Nullable String checkpoint,
    @Nullable String reason)
    implements EntryBody {

  /** The type of these entries. */
  public static final String TYPE = "key-event";

  /** What can happen to a key. */
  public enum Event {
    /** It signs from here on. */
    ACTIVATED,
    /** Its successor is to sign soon. */
    ANNOUNCED,
    /** Its successor signs from here on. */
    ROTATED,
    /** It does not sign any more; what it has signed holds. */
    RETIRED,
    /** It must not be trusted any more. */
    REVOKED;

    private final String word = name().toLowerCase(Locale.ROOT);

    /** The word in JSON. */
    public String word() {
      return word;
    }
  }

  /** An event without a checkpoint. */
  public KeyEvent(Event event, String key, @Nullable String successor, @Nullable String reason) {
    this(event, key, successor, null, reason);
  }

  /** Refuses null, blanks, and a rotation or its announcement without a successor. */
  public KeyEvent {
    Objects.requireNonNull(event, "event");
    BodyMembers.text("key", key);
    if (successor != null) {
      BodyMembers.text("successor", successor);
    } else if (event == Event.ROTATED || event == Event.ANNOUNCED) {
      throw new IllegalArgumentException("a rotation needs a \"successor\"");
    }
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public Entry.Builder writeTo(Entry.Builder entry) {
    BodyMembers.put(entry, "key", key);
    BodyMembers.put(entry, "successor", successor);
    BodyMembers.put(entry, "checkpoint", checkpoint);
    return entry.decision(event.word()).reason(reason);
  }

  static KeyEvent read(BodyMembers members) {
    return new KeyEvent(
        members.decision(Event.values(), Event::word),
        members.attributes().text("key"),
        members.attributes().optionalString("successor"),
        members.attributes().optionalString("checkpoint"),
        members.entry().reason());
  }
}
