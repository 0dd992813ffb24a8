package org.governance4j.json;

import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.governance4j.Digest;
import org.governance4j.Entry;
import org.governance4j.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * The ledger says that it is alive and how far it is: {@code heartbeat}. As long as it comes at its
 * interval, a log that has stopped or lost its end shows as a silence; and the heads of the streams
 * bind what each had by then.
 *
 * @param size how many entries the ledger had, at most the index of this one
 * @param interval until the next heartbeat at the latest, in whole milliseconds, at least one
 * @param streams the heads of its streams then, by name, each once; at most {@value #MAX_STREAMS}
 * @param moreStreams how many streams there were beside those
 */
public record Heartbeat(long size, Duration interval, List<StreamHead> streams, long moreStreams)
    implements EntryBody {

  /** The type of these entries. */
  public static final String TYPE = "heartbeat";

  /** The most streams one heartbeat tells of; with names at their longest there is room. */
  public static final int MAX_STREAMS = 200;

  private static final String MORE = "moreStreams";

  /** Copies the list; refuses what is out of range, out of order or named twice. */
  public Heartbeat {
    BodyMembers.count("size", size);
    BodyMembers.count(MORE, moreStreams);
    if (interval.toMillis() < 1 || !interval.equals(Duration.ofMillis(interval.toMillis()))) {
      throw new IllegalArgumentException(
          "the interval must be whole milliseconds, at least 1, found " + interval);
    }
    BodyMembers.count("intervalMillis", interval.toMillis());
    streams = List.copyOf(streams);
    if (streams.size() > MAX_STREAMS) {
      throw new IllegalArgumentException(
          "a heartbeat has at most " + MAX_STREAMS + " streams, found " + streams.size());
    }
    for (int i = 1; i < streams.size(); i++) {
      if (streams.get(i - 1).name().compareTo(streams.get(i).name()) >= 0) {
        throw new IllegalArgumentException(
            "\"streams\" must ascend by name, found "
                + streams.get(i).name()
                + " after "
                + streams.get(i - 1).name());
      }
    }
  }

  /** A heartbeat with as many of the streams as there is room for, the first by name. */
  public static Heartbeat of(long size, Duration interval, Collection<StreamHead> streams) {
    List<StreamHead> told =
        streams.stream().sorted(Comparator.comparing(StreamHead::name)).limit(MAX_STREAMS).toList();
    return new Heartbeat(size, interval, told, streams.size() - told.size());
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public Entry.Builder writeTo(Entry.Builder entry) {
    BodyMembers.put(entry, "size", size);
    BodyMembers.put(entry, "intervalMillis", interval.toMillis());
    BodyMembers.put(entry, "streams", streams, Heartbeat::json);
    BodyMembers.put(entry, MORE, moreStreams == 0 ? null : moreStreams);
    return entry;
  }

  private static JsonValue json(StreamHead head) {
    Map<String, JsonValue> members = new LinkedHashMap<>();
    Digest last = head.last();
    if (last != null) {
      members.put("last", JsonValue.of(last.toString()));
    }
    members.put("name", JsonValue.of(head.name()));
    members.put("next", JsonValue.of(head.next()));
    return new JsonValue.Obj(members);
  }

  static Heartbeat read(BodyMembers members) {
    JsonMembers attributes = members.attributes();
    List<StreamHead> streams = members.optionalObjects("streams", Heartbeat::head);
    Long more = attributes.optionalInteger(MORE);
    if (streams == null) {
      throw attributes.invalid("streams", "missing, expected an array");
    }
    if (more != null && more == 0) {
      throw attributes.invalid(MORE, "must be left out where it is 0");
    }
    return new Heartbeat(
        attributes.integer("size"),
        Duration.ofMillis(attributes.integer("intervalMillis")),
        streams,
        more == null ? 0 : more);
  }

  private static StreamHead head(JsonMembers item) {
    @Nullable String last = item.optionalString("last");
    if (last != null && !Disclosures.SHA256.matcher(last).matches()) {
      throw item.invalid("last", "expected sha256:<64 hex digits>");
    }
    return new StreamHead(
        item.string("name"), item.integer("next"), last == null ? null : Digest.parse(last));
  }
}
