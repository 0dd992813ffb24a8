package org.governance4j.json;

import org.governance4j.Entry;
import org.jspecify.annotations.Nullable;

/**
 * A detector found drift in a stream of values: {@code drift-alert}. The actor is the monitor, the
 * subject {@code stream:<name>}. Figures in the unit of a sensitive field are commitments of the
 * envelope, and null here.
 *
 * @param detector the detector's name
 * @param direction {@code up}, {@code down} or {@code unknown}
 * @param index the position in the stream at which it was found
 * @param changeIndex where the change is estimated to have begun, or null
 * @param warningIndex since when the detector had warned, or null
 * @param statistic the detector's statistic, or null
 * @param threshold what it exceeded, or null
 * @param before the mean before the change, or null
 * @param after the mean after it, or null
 */
public record DriftAlert(
    String detector,
    String direction,
    long index,
    @Nullable Long changeIndex,
    @Nullable Long warningIndex,
    @Nullable Double statistic,
    @Nullable Double threshold,
    @Nullable Double before,
    @Nullable Double after)
    implements EntryBody {

  /** Refuses blanks and negative positions; numbers that are not finite cannot be written. */
  public DriftAlert {
    BodyMembers.text("detector", detector);
    BodyMembers.text("direction", direction);
    BodyMembers.count("index", index);
    BodyMembers.optionalCount("changeIndex", changeIndex);
    BodyMembers.optionalCount("warningIndex", warningIndex);
  }

  @Override
  public String type() {
    return Entry.Types.DRIFT_ALERT;
  }

  @Override
  public Entry.Builder writeTo(Entry.Builder entry) {
    BodyMembers.put(entry, "detector", detector);
    BodyMembers.put(entry, "direction", direction);
    BodyMembers.put(entry, "index", index);
    BodyMembers.put(entry, "changeIndex", changeIndex);
    BodyMembers.put(entry, "warningIndex", warningIndex);
    BodyMembers.put(entry, "statistic", statistic);
    BodyMembers.put(entry, "threshold", threshold);
    BodyMembers.put(entry, "before", before);
    BodyMembers.put(entry, "after", after);
    return entry;
  }

  static DriftAlert read(BodyMembers members) {
    JsonMembers attributes = members.attributes();
    return new DriftAlert(
        attributes.text("detector"),
        attributes.text("direction"),
        attributes.integer("index"),
        attributes.optionalInteger("changeIndex"),
        attributes.optionalInteger("warningIndex"),
        attributes.optionalNumber("statistic"),
        attributes.optionalNumber("threshold"),
        attributes.optionalNumber("before"),
        attributes.optionalNumber("after"));
  }
}
