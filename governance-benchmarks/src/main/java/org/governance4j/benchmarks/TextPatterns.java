package org.governance4j.benchmarks;

import java.util.List;

/** What services look for in texts, and a text of each kind in which there is nothing of it. */
final class TextPatterns {

  static final int LENGTH = 1024;

  /** Identifiers, addresses and secrets in the forms in which they are usually written. */
  static final List<String> EXPRESSIONS =
      List.of(
          "\\b[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}\\b",
          "\\b[0-9]{3}-[0-9]{2}-[0-9]{4}\\b",
          "\\b\\d(?:[ -]?\\d){12,15}\\b",
          "[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\\.[A-Za-z]{2,}",
          "\\+?\\d{1,3}[ -]?\\(?\\d{3}\\)?[ -]?\\d{3}[ -]?\\d{4}\\b",
          "AKIA[0-9A-Z]{16}",
          "\\beyJ[A-Za-z0-9_-]{10,}\\.[A-Za-z0-9_-]{10,}\\.[A-Za-z0-9_-]{10,}",
          "-----BEGIN [A-Z ]*PRIVATE KEY-----",
          "\\b(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)\\.){3}(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)\\b",
          "https?://[^\\s/:@]+:[^\\s@]+@[A-Za-z0-9.-]+",
          "\\bghp_[A-Za-z0-9]{36}\\b",
          "\\bsk-[A-Za-z0-9]{20,}\\b",
          "\\bxox[baprs]-[A-Za-z0-9-]{10,}\\b",
          "\\bAIza[0-9A-Za-z_-]{35}\\b",
          "(?i)\\bpassword\\s*[:=]\\s*\\S+",
          "\\b[A-CEGHJ-PR-TW-Z]{2} ?\\d{2} ?\\d{2} ?\\d{2} ?[A-D]\\b",
          "\\b[A-Z]{1,2}\\d[A-Z\\d]? ?\\d[A-Z]{2}\\b",
          "\\b\\d{2} ?\\d{3} ?\\d{3} ?\\d{3}\\b",
          "\\b\\d{1,2}\\.\\d{1,2}\\.(?:19|20)\\d{2}\\b",
          "\\b(?:[0-9a-fA-F]{2}:){5}[0-9a-fA-F]{2}\\b");

  /** One text that each expression finds, in the same order. */
  static final List<String> HITS =
      List.of(
          "DE89370400440532013000",
          "078-05-1120",
          "4111 1111 1111 1111",
          "ann.lee@example.org",
          "+1 (555) 010-4477",
          "AKIAIOSFODNN7EXAMPLE",
          "eyJhbGciOiJIUzI1.eyJzdWIiOiIxMjM0.SflKxwRJSMeKKF2QT4",
          "-----BEGIN RSA PRIVATE KEY-----",
          "192.168.10.254",
          "https://user:secret@host.example",
          "ghp_0123456789abcdefghijABCDEFGHIJ012345",
          "sk-0123456789abcdefghij",
          "xoxb-123456789012-abc",
          "AIzaSyA0123456789abcdefghijklmnopqrstuv",
          "Password: hunter2",
          "AB 12 34 56 C",
          "SW1A 1AA",
          "12 345 678 903",
          "24.12.2024",
          "00:1b:44:11:3a:b7");

  private static final List<String> STEMS =
      List.of(
          "guaranteed profit",
          "insider tip",
          "kill yourself",
          "worthless",
          "wire the money",
          "skip the checks",
          "hidden fee",
          "fake invoice",
          "untraceable",
          "launder",
          "bribe",
          "stolen card",
          "make a bomb",
          "buy followers",
          "no questions asked",
          "risk free return",
          "double your income",
          "act now or lose",
          "ignore all previous",
          "reveal the prompt",
          "disregard the rules",
          "as an unfiltered model",
          "off the books",
          "under the table",
          "ghost employee");

  private static final List<String> FORMS = List.of("%s", "the %s scheme", "%s today", "so-called %s");

  private static final String PLAIN =
      "The applicant asked whether the decision could be reviewed, because the salary of the last "
          + "quarter had been entered twice. We looked at the file again and found that the "
          + "statement of the bank was complete; the amount that the form shows is the one before "
          + "tax. Please note that a change of the employer does not by itself lower the score, and "
          + "that nobody but the branch may see the notes. ";

  private static final String NUMBERS =
      "On 12 May 2024 the customer paid 1,250.00 EUR, 20 2024, and on 3.6. another 87.50 EUR of the "
          + "2,400 that were due. Contract 448-2213, page 17 of 23, was signed in 2019 and ends on "
          + "2026-01-31; the rate is 4.75% for 36 months (see section 3.2.1). ";

  private TextPatterns() {}

  /** A hundred terms, some of which begin alike. */
  static List<String> terms() {
    return STEMS.stream().flatMap(s -> FORMS.stream().map(form -> form.formatted(s))).toList();
  }

  /** Prose of {@link #LENGTH} characters, with ordinary numbers or without a digit. */
  static String prose(boolean numbers) {
    String period = numbers ? NUMBERS + PLAIN : PLAIN;
    return period.repeat(LENGTH / period.length() + 1).substring(0, LENGTH);
  }
}
