package org.governance4j.cli;

import org.governance4j.JsonValue;
import org.governance4j.json.CanonicalJson;
import org.governance4j.json.JsonMembers;

/** What a window demands, as a sentence for people; names no value of a field. */
final class WindowWords {
  private WindowWords() {}

  /**
   * What the window demands.
   *
   * @param window as a policy's JSON has it
   */
  static String of(JsonValue.Obj window) {
    JsonMembers members = JsonMembers.of(window, "$");
    return switch (members.string("kind")) {
      case "rate" ->
          "at most the share "
              + number(members, "max")
              + " of the predictions within "
              + members.string("window")
              + counted(members)
              + ", once there are "
              + number(members, "min_count")
              + each(members);
      case "consecutive" ->
          "fewer than "
              + number(members, "count")
              + " predictions in a row"
              + counted(members)
              + "; then withheld until "
              + number(members, "recover")
              + " in a row do not"
              + each(members);
      case "quota" ->
          "at most "
              + number(members, "max")
              + " predictions within "
              + members.string("window")
              + each(members);
      case "fairness_gap" ->
          "the shares of favourable values of "
              + members.string("label")
              + " among the groups of "
              + members.string("by")
              + " may differ by at most "
              + number(members, "max_gap")
              + " within "
              + members.string("window")
              + ", once each group has "
              + number(members, "min_count");
      default -> members.string("kind");
    };
  }

  private static String counted(JsonMembers members) {
    String rule = members.optionalString("rule");
    return rule == null ? " may be withheld" : " may break the rule " + rule;
  }

  private static String each(JsonMembers members) {
    String by = members.optionalString("by");
    return by == null ? "" : ", for each value of " + by;
  }

  private static String number(JsonMembers members, String name) {
    return CanonicalJson.writeString(members.value(name));
  }
}
