package org.governance4j.conformance;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.governance4j.JsonValue;
import org.governance4j.json.JsonMembers;

/**
 * What a detector that draws numbers at random said of a stream in several runs. Another run fits
 * if it reports no fewer changes than the fewest of them and no more than the most, and each of its
 * detections lies beside a cluster of theirs, no farther out than the cluster is wide.
 *
 * <p>A cluster is a stretch of neighbouring detections of which no run has two.
 */
record Envelope(int fewest, int most, List<Cluster> clusters) {

  record Cluster(long first, long last) {
    boolean holds(long detection) {
      long width = last - first;
      return detection >= first - width && detection <= last + width;
    }
  }

  private record Detection(long at, int run) {}

  static Envelope of(JsonMembers record) {
    int fewest = Integer.MAX_VALUE;
    int most = 0;
    List<Detection> all = new ArrayList<>();
    List<JsonValue> runs = record.array("runs").items();
    if (runs.isEmpty()) {
      throw record.invalid("runs", "expected at least one run");
    }
    for (int run = 0; run < runs.size(); run++) {
      List<Long> detections = Answer.integers(record, "runs", runs.get(run));
      fewest = Math.min(fewest, detections.size());
      most = Math.max(most, detections.size());
      for (long at : detections) {
        all.add(new Detection(at, run));
      }
    }
    all.sort(Comparator.comparingLong(Detection::at));
    List<Cluster> clusters = new ArrayList<>();
    Set<Integer> present = new HashSet<>();
    for (int i = 0, first = 0; i < all.size(); i++) {
      if (i > 0 && present.contains(all.get(i).run())) {
        first = i;
        present.clear();
      }
      present.add(all.get(i).run());
      if (i + 1 == all.size() || present.contains(all.get(i + 1).run())) {
        clusters.add(new Cluster(all.get(first).at(), all.get(i).at()));
      }
    }
    return new Envelope(fewest, most, clusters);
  }

  void check(List<Long> detections) {
    if (detections.size() < fewest || detections.size() > most) {
      throw new Mismatch(
          "detections: expected "
              + fewest
              + " to "
              + most
              + ", found "
              + detections.size()
              + ": "
              + detections);
    }
    for (long detection : detections) {
      if (clusters.stream().noneMatch(cluster -> cluster.holds(detection))) {
        throw new Mismatch("detection at " + detection + ": expected one beside " + clusters);
      }
    }
  }
}
