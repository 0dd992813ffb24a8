package org.governance4j.benchmarks.quality;

import java.util.ArrayList;
import java.util.List;
import org.governance4j.DriftDetector;

/**
 * What a detector found in a stream: where it gave the alarm, and where it placed the change. A
 * span in which something is known to happen is hit if an alarm or a change is in it; an alarm that
 * hits none, neither by itself nor by its change, is false, as far as is known.
 *
 * @param alarms positions in the stream
 * @param changes one for each alarm
 */
record Found(List<Long> alarms, List<Long> changes) {

  /** Goes over the stream once, from its first position that is fed. */
  static Found in(RealStream stream, DriftDetector detector) {
    Found found = new Found(new ArrayList<>(), new ArrayList<>());
    for (int i = stream.first(); i < stream.values().length; i++) {
      int status = detector.update(stream.values()[i]);
      if (status == DriftDetector.REFUSED) {
        throw new IllegalStateException(stream.name() + " has a value that is refused at " + i);
      }
      if ((status & DriftDetector.DRIFT) != 0) {
        found.alarms.add((long) i);
        found.changes.add(stream.first() + detector.lastEvent().changeIndex());
      }
    }
    return found;
  }

  /** How many of the spans are hit. */
  long hits(List<RealStream.Span> known) {
    return known.stream()
        .filter(span -> alarms.stream().anyMatch(span::has) || changes.stream().anyMatch(span::has))
        .count();
  }

  /** How many alarms hit none of the spans. */
  long falseAlarms(List<RealStream.Span> known) {
    long count = 0;
    for (int i = 0; i < alarms.size(); i++) {
      long alarm = alarms.get(i);
      long change = changes.get(i);
      count += known.stream().anyMatch(span -> span.has(alarm) || span.has(change)) ? 0 : 1;
    }
    return count;
  }
}
