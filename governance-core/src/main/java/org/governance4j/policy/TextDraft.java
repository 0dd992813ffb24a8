package org.governance4j.policy;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.governance4j.ModelSchema;
import org.governance4j.PolicyInvalid;
import org.governance4j.text.PatternSet;
import org.jspecify.annotations.Nullable;

/** Collects what the rules of a policy demand of texts, while it is bound. */
final class TextDraft {
  private final Map<Integer, Map<FieldTexts.Way, FieldTexts>> forbidden = new TreeMap<>();
  private final List<BoundLength> lengths = new ArrayList<>();
  private final List<BoundDemanded> demanded = new ArrayList<>();
  private final List<BoundJson> documents = new ArrayList<>();

  void add(BoundLength length) {
    lengths.add(length);
  }

  void add(BoundDemanded demand) {
    demanded.add(demand);
  }

  void add(BoundJson document) {
    documents.add(document);
  }

  /** Terms that must not occur in a field. */
  BoundForbidden.Place forbid(BoundField field, TermsRule rule) {
    FieldTexts texts = texts(field, FieldTexts.Way.of(rule.disguised(), rule.word()));
    int first = texts.addTerms(rule.terms(), rule.word());
    List<String> names =
        IntStream.range(0, rule.terms().size()).mapToObj(i -> "terms[" + i + "]").toList();
    return new BoundForbidden.Place(field, texts, first, names);
  }

  /** Expressions that must not match in a field. */
  BoundForbidden.Place forbid(BoundField field, RegexRule rule) {
    FieldTexts texts = texts(field, FieldTexts.Way.PLAIN);
    int first = texts.addExpressions(rule.patterns().values());
    List<String> names =
        rule.patterns().keySet().stream().map(name -> "a match of " + Wording.quote(name)).toList();
    return new BoundForbidden.Place(field, texts, first, names);
  }

  private FieldTexts texts(BoundField field, FieldTexts.Way way) {
    return forbidden
        .computeIfAbsent(field.index(), index -> new EnumMap<>(FieldTexts.Way.class))
        .computeIfAbsent(way, FieldTexts::new);
  }

  /** Builds all automata; null if no rule is about texts. */
  @Nullable TextPlan plan(ModelSchema schema, long budget) {
    TextPlan.Scan demands = null;
    for (BoundDemanded demand : demanded) {
      for (BoundField field : demand.fields()) {
        for (PatternSet group : demand.groups()) {
          demands = new TextPlan.Scan(field.index(), group, demands);
        }
      }
    }
    TextPlan.Search searches = null;
    for (Map.Entry<Integer, Map<FieldTexts.Way, FieldTexts>> field : forbidden.entrySet()) {
      for (FieldTexts texts : field.getValue().values()) {
        build(texts, schema.field(field.getKey()).name());
        searches = new TextPlan.Search(field.getKey(), texts, searches);
      }
    }
    TextPlan.Length bounds = null;
    for (BoundLength length : lengths) {
      for (BoundField field : length.fields()) {
        bounds = new TextPlan.Length(field.index(), length.min(), length.max(), bounds);
      }
    }
    TextPlan.Document parsed = null;
    for (BoundJson document : documents) {
      parsed = new TextPlan.Document(document, parsed);
    }
    return bounds == null && searches == null && demands == null && parsed == null
        ? null
        : new TextPlan(schema, budget, bounds, searches, demands, parsed);
  }

  private static void build(FieldTexts texts, String field) {
    try {
      texts.build();
    } catch (IllegalArgumentException e) {
      throw new PolicyInvalid(
          "the patterns of field "
              + Wording.quote(field)
              + " in all rules together: "
              + e.getMessage(),
          e);
    }
  }
}
