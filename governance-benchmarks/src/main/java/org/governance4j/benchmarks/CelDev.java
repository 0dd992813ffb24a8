package org.governance4j.benchmarks;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.extensions.CelExtensions;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import java.util.Map;

/**
 * An expression in {@code dev.cel:cel}, with the faster of its two runtimes: over the six rules the
 * interpreter took two thirds of the processor time of the planner, though it allocates more.
 */
final class CelDev {
  private final CelRuntime.Program program;

  CelDev(String expression) {
    CelCompiler compiler =
        CelCompilerFactory.standardCelCompilerBuilder()
            .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
            .addLibraries(CelExtensions.strings())
            .addVar("confidence", SimpleType.DOUBLE)
            .addVar("label", SimpleType.STRING)
            .addVar("approve", SimpleType.DOUBLE)
            .addVar("review", SimpleType.DOUBLE)
            .addVar("deny", SimpleType.DOUBLE)
            .addVar("model_name", SimpleType.STRING)
            .addVar("model_version", SimpleType.STRING)
            .addVar("amount", SimpleType.DOUBLE)
            .addVar("output_text", SimpleType.STRING)
            .build();
    try {
      CelAbstractSyntaxTree tree = compiler.compile(expression).getAst();
      program =
          CelRuntimeFactory.legacyCelRuntimeBuilder()
              .addLibraries(CelExtensions.strings())
              .build()
              .createProgram(tree);
    } catch (CelValidationException | CelEvaluationException e) {
      throw new IllegalStateException("celDev cannot run " + expression, e);
    }
  }

  Object evaluate(Map<String, Object> variables) {
    try {
      return program.eval(variables);
    } catch (CelEvaluationException e) {
      throw new IllegalStateException(e);
    }
  }
}
