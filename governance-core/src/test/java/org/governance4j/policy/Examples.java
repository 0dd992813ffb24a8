package org.governance4j.policy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * One minimal valid rule of every kind, and what passes it; windows of every kind, and what breaks
 * them. A new kind does not compile without its own.
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

  /**
   * The members of windows of that kind, which the first prediction that passes the rules does not
   * break: one that the next ones may break, and one with every member that it can have and a limit
   * that is far.
   */
  private static List<String> members(WindowKind kind) {
    return switch (kind) {
      case RATE ->
          List.of(
              "'by':'model_name','rule':'base','window':'PT1M','max':0,'min_count':1",
              "'by':'model_name','rule':'base','window':'PT24H','max':0.5,'min_count':1000000000,"
                  + MARKS,
              "'by':'model_name','window':'PT1M','max':0.5,'min_count':2");
      case CONSECUTIVE ->
          List.of(
              "'by':'model_name','rule':'base','count':1,'recover':1",
              "'by':'model_name','rule':'base','count':1000000000,'recover':1000000000," + MARKS,
              "'by':'model_name','count':2,'recover':1");
      case QUOTA ->
          List.of(
              "'by':'model_name','window':'PT1M','max':2",
              "'by':'model_name','window':'PT24H','max':1000000000," + MARKS);
      case FAIRNESS_GAP ->
          List.of(
              "'by':'model_name','groups':['credit-risk','other'],'label':'label',"
                  + "'favourable':['approve'],'window':'PT1M','max_gap':0,'min_count':1",
              "'by':'model_name','groups':['credit-risk','other'],'label':'label',"
                  + "'favourable':['approve'],'window':'PT24H','max_gap':0.5,"
                  + "'min_count':1000000000,'confidence':0.99,"
                  + MARKS);
    };
  }

  private static final String MARKS =
      "'message':'text','severity':'low','labels':['x'],'controls':['eu-ai-act:15'],"
          + "'effect':'escalate'";

  /** What all windows are over: the rule {@code base}, which costs steps, and one of a number. */
  private static final String BASE =
      "'rules':[{'id':'base','kind':'terms','fields':['label'],'terms':['bomb'],"
          + "'effect':'escalate'},{'id':'number','kind':'at_least','field':'confidence',"
          + "'limit':0.5}]";

  /** Policies of such rules and one window with the id {@code r} each. */
  static List<RulePolicy> windows(WindowKind kind) {
    return members(kind).stream()
        .map(
            members ->
                parse(
                    "{'name':'example',"
                        + BASE
                        + ",'windows':[{'id':'r','kind':'"
                        + kind.word()
                        + "',"
                        + members
                        + "}]}"))
        .toList();
  }

  /** Predictions of which the last breaks the first window, if none of them can be judged. */
  static List<Model.Values> breaking(WindowKind kind) {
    return switch (kind) {
      case RATE, CONSECUTIVE -> List.of(Model.values());
      case QUOTA -> List.of(Model.values(), Model.values(), Model.values());
      case FAIRNESS_GAP -> {
        List<Model.Values> all = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
          all.add(Model.values().set("model_name", "other").set("label", "refuse"));
          all.add(Model.values());
        }
        yield all;
      }
    };
  }

  /** Reads a policy that is written with single quotes. */
  static RulePolicy parse(String json) {
    return RulePolicy.parse(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }
}
