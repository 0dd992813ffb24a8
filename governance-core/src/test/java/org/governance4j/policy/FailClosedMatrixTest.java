package org.governance4j.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.governance4j.OutputPolicy;
import org.governance4j.Verdict;
import org.governance4j.tck.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every kind of rule and window times everything that can be wrong: each cell denies, or refuses
 * the policy, and says why; or it is listed below as not applicable, and then it must be so.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FailClosedMatrixTest {
  private final Matrix matrix = Matrix.sound();

  /** The cells that are not applicable: the column, why, and the kinds. */
  private static final Map<Matrix.Column, Map<String, String>> EXEMPT = new TreeMap<>();

  private static final String WINDOWS = String.join(" ", WindowKind.words());

  private static void exempt(String why, String columns, String kinds) {
    for (String column : columns.split(" ")) {
      for (String kind : kinds.split(" ")) {
        EXEMPT
            .computeIfAbsent(Matrix.Column.valueOf(column), name -> new TreeMap<>())
            .put(kind, why);
      }
    }
  }

  static {
    exempt(
        "reads no field",
        "MISSING NULL_TEXT NAN PLUS_INFINITY MINUS_INFINITY NEVER_FILLED SHRUNK_BUFFER FULL_STACK",
        "model");
    exempt("reads no string", "NULL_TEXT", "finite at_least range at_least_by sum margin entropy");
    exempt(
        "reads no number",
        "NAN PLUS_INFINITY MINUS_INFINITY SHRUNK_BUFFER",
        "allowed allowed_by denied length terms regex json");
    exempt("reads no number", "NAN PLUS_INFINITY MINUS_INFINITY", WINDOWS);
    exempt("is no window", "BUDGET_AND_WINDOW", String.join(" ", RuleKind.words()));
    exempt(
        "asks whether a number is there, not what it is",
        "NAN PLUS_INFINITY MINUS_INFINITY SHRUNK_BUFFER",
        "required");
    exempt(
        "costs no steps: nothing in it grows with a text",
        "BUDGET",
        "finite at_least range allowed allowed_by at_least_by required denied range_by sum margin"
            + " entropy top_k model condition length");
    exempt(
        "has no number in it",
        "LIMIT_TOO_LARGE LIMIT_NOT_JSON LIMIT_OUT_OF_RANGE LIMIT_NOT_FINITE",
        "finite allowed allowed_by required denied model terms regex json");
    exempt(
        "any finite number is a limit",
        "LIMIT_OUT_OF_RANGE",
        "at_least range at_least_by range_by condition");
    exempt("its numbers are whole in Java", "LIMIT_NOT_FINITE", "top_k length consecutive quota");
  }

  static Stream<Arguments> cells() {
    return Row.all().stream()
        .flatMap(
            row -> Arrays.stream(Matrix.Column.values()).map(column -> Arguments.of(row, column)));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("cells")
  @Rule({"F1", "F2", "F3", "F4", "F5", "F6"})
  void whatever_is_wrong_denies_or_refuses_with_its_reason(Row row, Matrix.Column column)
      throws Throwable {
    List<Matrix.Cell> cells = new ArrayList<>();
    for (Row.Subject subject : row.subjects()) {
      cells.addAll(matrix.cells(column, subject));
    }
    String why = EXEMPT.getOrDefault(column, Map.of()).get(row.word());
    if (why == null) {
      assertFalse(cells.isEmpty(), "nothing to test: list the cell and say why");
      for (Matrix.Cell cell : cells) {
        hold(cell);
      }
    } else {
      for (Matrix.Cell cell : cells) {
        assertTrue(
            cell.harmless().getAsBoolean(),
            () -> "listed (" + why + ") but applicable: " + cell.what());
      }
    }
  }

  private static void hold(Matrix.Cell cell) throws Throwable {
    try {
      cell.hold().execute();
    } catch (Exception | AssertionError e) {
      throw new AssertionError(cell.what() + ": " + e, e);
    }
  }

  @Test
  void the_list_of_exceptions_names_kinds_that_exist() {
    List<String> words = Row.all().stream().map(Row::word).toList();
    EXEMPT.forEach(
        (column, kinds) ->
            kinds.keySet().forEach(kind -> assertTrue(words.contains(kind), column + " " + kind)));
  }

  /** Otherwise a rule beside it would say nothing about what outweighs what. */
  @Test
  void the_rule_beside_an_example_is_broken() {
    for (Row row : Row.all()) {
      for (Row.Subject subject : row.subjects()) {
        Model.Values values = subject.values().get();
        Verdict held = Gate.BARE.judge(matrix.planted(subject.beside(Effect.ESCALATE)), values);
        assertEquals(Verdict.Action.ESCALATE, held.action());
        Verdict bound = Gate.BARE.judge(matrix.planted(subject.beside(Effect.OBLIGE)), values);
        assertEquals(Verdict.Action.ALLOW_WITH, bound.action());
      }
    }
  }

  /** Otherwise a denial would say nothing about what is wrong. */
  @Test
  void without_anything_wrong_every_example_passes() {
    for (Row row : Row.all()) {
      for (Row.Subject subject : row.subjects()) {
        for (Effect effect : subject.effects()) {
          OutputPolicy policy = matrix.planted(subject.with(effect));
          for (Gate.Around around : Gate.Around.values()) {
            for (Gate gate : matrix.gates()) {
              Verdict verdict = gate.judge(around.wrap(policy), subject.values().get());
              switch (around) {
                case ESCALATING -> assertEquals(Verdict.Action.ESCALATE, verdict.action());
                case OBLIGING -> assertEquals(Verdict.Action.ALLOW_WITH, verdict.action());
                default -> assertSame(Verdict.ALLOW, verdict, () -> subject + " in " + around);
              }
            }
          }
        }
      }
    }
  }
}
