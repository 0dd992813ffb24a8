package org.governance4j.policy;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.regex.Pattern;
import org.governance4j.json.JsonMembers;

/** How far back a window reaches, as a duration of ISO 8601 in days, hours, minutes and seconds. */
final class WindowTime {
  static final Duration MIN = Duration.ofSeconds(1);
  static final Duration MAX = Duration.ofHours(24);

  static final String FORM = "^P([0-9]+D)?(T([0-9]+H)?([0-9]+M)?([0-9]+([.][0-9]{1,9})?S)?)?$";
  private static final Pattern PATTERN = Pattern.compile(FORM);

  private WindowTime() {}

  static Duration read(JsonMembers members) {
    String text = members.string("window");
    try {
      if (text.length() <= 64 && PATTERN.matcher(text).matches()) {
        return Duration.parse(text);
      }
    } catch (DateTimeParseException e) {
      throw members.invalid("window", "is not a duration: " + Wording.quote(text));
    }
    throw members.invalid(
        "window", "expected a duration, for example \"PT1M\", found " + Wording.quote(text));
  }

  static Duration checked(RuleHead head, Duration window) {
    if (window.compareTo(MIN) < 0 || window.compareTo(MAX) > 0) {
      throw head.refuse("window must be " + MIN + " to " + MAX + ", found " + window);
    }
    return window;
  }
}
