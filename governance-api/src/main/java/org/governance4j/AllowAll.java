package org.governance4j;

import java.util.Objects;

/** The null object of {@link OutputPolicy}. */
final class AllowAll implements OutputPolicy {
  static final AllowAll INSTANCE = new AllowAll();

  private AllowAll() {}

  @Override
  public String name() {
    return "allow-all";
  }

  @Override
  public String revision() {
    return "none";
  }

  @Override
  public BoundPolicy bind(ModelSchema schema) {
    Objects.requireNonNull(schema, "schema");
    return new Bound(schema);
  }

  private record Bound(ModelSchema schema) implements BoundPolicy {
    @Override
    public String revision() {
      return INSTANCE.revision();
    }

    @Override
    public Verdict evaluate(Prediction prediction) {
      return Verdict.ALLOW;
    }
  }
}
