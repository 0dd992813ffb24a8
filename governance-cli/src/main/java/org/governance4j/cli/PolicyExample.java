package org.governance4j.cli;

/** What the help of the policy commands shows: short lines, which nothing wraps. */
final class PolicyExample {
  /** A shell's commands that write a schema, a policy and predictions. */
  static final String FILES =
      """

      Example, to be pasted into a shell:

      cat > schema.json <<'END'
      {"name":"credit","version":"1",
       "inputs":[{"name":"amount","type":"number"}],
       "outputs":[{"name":"label","type":"category"},
                  {"name":"confidence","type":"number"}]}
      END
      cat > policy.json <<'END'
      {"name":"credit-output","rules":[
       {"id":"low_confidence","kind":"at_least",
        "field":"confidence","limit":0.7},
       {"id":"label","kind":"allowed",
        "field":"label","values":["approve","decline"]}]}
      END
      cat > predictions.jsonl <<'END'
      {"id":"r1","inputs":[90],"outputs":{"label":"approve","confidence":0.9}}
      {"id":"r2","inputs":[5000],"outputs":["maybe",0.4]}
      END""";

  /** Where the files' forms are described. */
  static final String SCHEMAS =
      """

      The JSON Schemas of these files are in governance.jar (unzip -p shows them):
        schema      org/governance4j/json/schema.schema.json
        policy      org/governance4j/policy/policy.schema.json
        predictions org/governance4j/json/prediction.schema.json, one a line
        tests       org/governance4j/cli/policy-tests.schema.json""";

  private PolicyExample() {}
}
