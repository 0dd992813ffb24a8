package org.governance4j.json;

import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import org.governance4j.Entry;
import org.governance4j.InvalidData;

/** Which type of entry is read by which record. */
final class BodyTypes {

  private static final Map<String, Function<BodyMembers, EntryBody>> READERS =
      Map.ofEntries(
          Map.entry(Entry.Types.APPROVAL, Approval::read),
          Map.entry(Entry.Types.OVERRIDE, HumanOverride::read),
          Map.entry(Entry.Types.RISK_ASSESSMENT, RiskAssessment::read),
          Map.entry(Entry.Types.POLICY_VIOLATION, JudgedPrediction::read),
          Map.entry(Entry.Types.PREDICTION, JudgedPrediction::read),
          Map.entry(Entry.Types.DRIFT_ALERT, DriftAlert::read),
          Map.entry(Entry.Types.DEPLOY, Deploy::read),
          Map.entry(Entry.Types.ARTIFACT_VERIFIED, ArtifactVerified::read),
          Map.entry(Entry.Types.LOSS, Loss::read),
          Map.entry(Erasure.TYPE, Erasure::read),
          Map.entry(KeyEvent.TYPE, KeyEvent::read),
          Map.entry(RollOver.TYPE, RollOver::read),
          Map.entry(IndexCommitment.TYPE, IndexCommitment::read),
          Map.entry(Heartbeat.TYPE, Heartbeat::read));

  private BodyTypes() {}

  static boolean has(String type) {
    return READERS.containsKey(type);
  }

  static EntryBody read(Entry entry) {
    Function<BodyMembers, EntryBody> reader = READERS.get(entry.type());
    if (reader == null) {
      throw new InvalidData(
          "no body is known of entries of type "
              + Describe.quote(entry.type())
              + "; known are "
              + new TreeSet<>(READERS.keySet()));
    }
    try {
      return reader.apply(new BodyMembers(entry));
    } catch (IllegalArgumentException e) {
      // The records check themselves; what they refuse is what the entry says.
      throw new InvalidData(entry.type() + " entry: " + e.getMessage(), e);
    }
  }
}
