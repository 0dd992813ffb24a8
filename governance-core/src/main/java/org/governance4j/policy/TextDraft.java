package org.governance4j.policy;

import java.util.ArrayList;
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
  private final Map<Integer, FieldTexts> forbidden = new TreeMap<>();
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
    FieldTexts texts = texts(field);
    int first = texts.addTerms(rule.terms(), rule.word());
    List<String> names =
        IntStream.range(0, rule.terms().size()).mapToObj(i -> "terms[" + i + "]").toList();
    return new BoundForbidden.Place(field, texts, first, names);
  }

  /** Expressions that must not match in a field. */
  BoundForbidden.Place forbid(BoundField field, RegexRule rule) {
    FieldTexts texts = texts(field);
    int first = texts.addExpressions(rule.patterns().values());
    List<String> names =
        rule.patterns().keySet().stream().map(name -> "a match of " + Wording.quote(name)).toList();
    return new BoundForbidden.Place(field, texts, first, names);
  }

  private FieldTexts texts(BoundField field) {
    return forbidden.computeIfAbsent(field.index(), index -> new FieldTexts());
  }

  /** Builds all automata; null if no rule is about texts. */
  @Nullable TextPlan plan(ModelSchema schema, long budget) {
    TextPlan.Scan scans = null;
    for (BoundDemanded demand : demanded) {
      for (BoundField field : demand.fields()) {
        for (PatternSet group : demand.groups()) {
          scans = new TextPlan.Scan(field.index(), group, true, scans);
        }
      }
    }
    for (Map.Entry<Integer, FieldTexts> field : forbidden.entrySet()) {
      try {
        scans = new TextPlan.Scan(field.getKey(), field.getValue().build(), false, scans);
      } catch (IllegalArgumentException e) {
        throw new PolicyInvalid(
            "the patterns of field "
                + Wording.quote(schema.field(field.getKey()).name())
                + " in all rules together: "
                + e.getMessage(),
            e);
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
    return bounds == null && scans == null && parsed == null
        ? null
        : new TextPlan(schema, budget, bounds, scans, parsed);
  }
}
