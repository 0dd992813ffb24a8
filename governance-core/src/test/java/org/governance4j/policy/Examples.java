package org.governance4j.policy;

import java.nio.charset.StandardCharsets;

/**
 * One minimal valid rule of every kind, and what passes it; a new kind does not compile without its
 * own.
 */
final class Examples {
  private Examples() {}

  /** The members of the rule's own kind; all fields are of {@link Model#SCHEMA}. */
  private static String members(RuleKind kind) {
    return switch (kind) {
      case FINITE -> "'fields':['amount','confidence']";
      case AT_LEAST -> "'field':'confidence','limit':0.5";
      case RANGE -> "'fields':['confidence'],'max':1";
      case ALLOWED -> "'field':'label','values':['approve']";
      case ALLOWED_BY -> "'field':'label','by':'model_name','values':{'credit-risk':['approve']}";
      case AT_LEAST_BY ->
          "'field':'confidence','by':'amount','steps':[{'above':1,'limit':0.5}],'otherwise':0";
      case REQUIRED -> "'fields':['amount','label']";
      case DENIED -> "'field':'label','values':['error']";
      case RANGE_BY -> "'field':'confidence','by':'label','ranges':{'approve':{'min':0.5}}";
      case SUM -> "'fields':['approve','review','deny'],'total':1,'tolerance':0.001";
      case MARGIN -> "'fields':['approve','review'],'limit':0.5";
      case ENTROPY -> "'fields':['approve','review','deny'],'max':1";
      case TOP_K -> "'field':'label','fields':['approve','review','deny'],'k':1";
      case MODEL -> "'models':{'credit-risk':['3']}";
      case CONDITION ->
          "'when':{'field':'amount','op':'>','value':1},"
              + "'require':{'field':'confidence','op':'>=','value':0.5}";
      case LENGTH -> "'fields':['label'],'max':80";
      case TERMS -> "'fields':['label'],'terms':['kill yourself']";
      case REGEX -> "'fields':['label'],'patterns':{'ssn':'[0-9]{3}-[0-9]{2}-[0-9]{4}'}";
      case JSON -> "'field':'label','schema':{'type':'object'}";
    };
  }

  /** The policy of that one rule, with id {@code r}. */
  static RulePolicy policy(RuleKind kind) {
    return parse(
        "{'name':'example','rules':[{'id':'r','kind':'"
            + kind.word()
            + "',"
            + members(kind)
            + "}]}");
  }

  /** What passes that policy. */
  static Model.Values values(RuleKind kind) {
    return kind == RuleKind.JSON ? Model.values().set("label", "{\"a\":1}") : Model.values();
  }

  /** Reads a policy that is written with single quotes. */
  static RulePolicy parse(String json) {
    return RulePolicy.parse(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }
}
