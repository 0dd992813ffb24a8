package org.governance4j.tck;

/** The contract of verifiers, held against the toy. */
@Faulty
class ToyVerifierSubject extends ArtifactVerifierContract implements Faulty.Subject {
  private ToyVerifier.Fault fault = ToyVerifier.Fault.NONE;
  private boolean first = true;

  @Override
  public void plant(String name) {
    fault = ToyVerifier.Fault.valueOf(name);
  }

  /** Another key at every second call. */
  @Override
  protected SigningPair create() {
    ToyKey key = first ? ToyKey.first() : ToyKey.second();
    first = !first;
    return new SigningPair(new ToySigner(ToySigner.Fault.NONE, key), new ToyVerifier(fault, key));
  }
}
