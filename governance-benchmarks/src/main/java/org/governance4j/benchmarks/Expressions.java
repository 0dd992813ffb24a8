package org.governance4j.benchmarks;

/**
 * The common rules as CEL over flat variables, in the form that is quickest for the peers: constant
 * lists, no comprehension where an operator does, the text folded once.
 */
final class Expressions {

  /** True if the six numeric rules hold. */
  static final String SIX_RULES =
      "confidence >= -1.7976931348623157e308 && confidence <= 1.7976931348623157e308"
          + " && confidence >= 0.7"
          + " && label in ['approve', 'review', 'deny']"
          + " && approve >= 0.0 && approve <= 1.0"
          + " && review >= 0.0 && review <= 1.0"
          + " && deny >= 0.0 && deny <= 1.0"
          + " && (model_name == 'credit-risk' && model_version in ['3.2.0', '3.2.1', '3.3.0']"
          + " || model_name == 'churn' && model_version in ['1.0.0'])"
          + " && confidence >= (amount > 100000.0 ? 0.95 : amount > 10000.0 ? 0.8 : 0.7)";

  /** True if the eight rules hold. */
  static final String EIGHT_RULES =
      SIX_RULES
          + " && !output_text.matches('\\\\b[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}\\\\b')"
          + " && !output_text.matches('\\\\b[0-9]{3}-[0-9]{2}-[0-9]{4}\\\\b')"
          + " && ![output_text.lowerAscii()].exists(t, t.contains('idiot')"
          + " || t.contains('stupid') || t.contains('kill yourself') || t.contains('worthless')"
          + " || t.contains('guaranteed profit') || t.contains('password is')"
          + " || t.contains('social security') || t.contains('hate you'))";

  /** The reasons for a denial by the six rules, worded as the policy words them. */
  static final String REASONS =
      when(
              "!(confidence >= -1.7976931348623157e308 && confidence <= 1.7976931348623157e308)",
              "'confidence ' + string(confidence) + ' is not a finite number'")
          + " + "
          + when("confidence < 0.7", "'confidence ' + string(confidence) + ' is below 0.7'")
          + " + "
          + when(
              "!(label in ['approve', 'review', 'deny'])",
              "'label \"' + label"
                  + " + '\" is not allowed; allowed are [\"approve\", \"review\", \"deny\"]'")
          + " + "
          + outOfRange("approve")
          + " + "
          + outOfRange("review")
          + " + "
          + outOfRange("deny")
          + " + "
          + when(
              "!(model_name == 'credit-risk' && model_version in ['3.2.0', '3.2.1', '3.3.0']"
                  + " || model_name == 'churn' && model_version in ['1.0.0'])",
              "'model_version \"' + model_version + '\" is not allowed for model_name \"'"
                  + " + model_name + '\"'")
          + " + (amount > 100000.0 ? "
          + tooLow("0.95", "above 100000")
          + " : amount > 10000.0 ? "
          + tooLow("0.8", "above 10000")
          + " : "
          + tooLow("0.7", "up to 10000")
          + ")";

  private Expressions() {}

  private static String when(String broken, String reason) {
    return "(" + broken + " ? [" + reason + "] : [])";
  }

  private static String outOfRange(String field) {
    return when(
        "!(" + field + " >= 0.0 && " + field + " <= 1.0)",
        "'" + field + " ' + string(" + field + ") + ' is not from 0 to 1'");
  }

  private static String tooLow(String limit, String band) {
    return when(
        "confidence < " + limit,
        "'confidence ' + string(confidence) + ' is below "
            + limit
            + ", the limit for amount "
            + band
            + "'");
  }
}
