package org.governance4j.benchmarks;

import java.util.Map;
import org.projectnessie.cel.checker.Decls;
import org.projectnessie.cel.extension.StringsLib;
import org.projectnessie.cel.tools.Script;
import org.projectnessie.cel.tools.ScriptException;
import org.projectnessie.cel.tools.ScriptHost;

/** An expression in {@code org.projectnessie.cel:cel-tools}. */
final class CelNessie {
  private final Script script;

  CelNessie(String expression) {
    try {
      script =
          ScriptHost.newBuilder()
              .build()
              .buildScript(expression)
              .withLibraries(new StringsLib())
              .withDeclarations(
                  Decls.newVar("confidence", Decls.Double),
                  Decls.newVar("label", Decls.String),
                  Decls.newVar("approve", Decls.Double),
                  Decls.newVar("review", Decls.Double),
                  Decls.newVar("deny", Decls.Double),
                  Decls.newVar("model_name", Decls.String),
                  Decls.newVar("model_version", Decls.String),
                  Decls.newVar("amount", Decls.Double),
                  Decls.newVar("output_text", Decls.String))
              .build();
    } catch (ScriptException e) {
      throw new IllegalStateException("celNessie cannot run " + expression, e);
    }
  }

  <T> T evaluate(Class<T> type, Map<String, Object> variables) {
    try {
      return script.execute(type, variables);
    } catch (ScriptException e) {
      throw new IllegalStateException(e);
    }
  }
}
