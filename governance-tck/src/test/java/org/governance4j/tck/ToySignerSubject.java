package org.governance4j.tck;

/** The contract of signers, held against the toy. */
@Faulty
class ToySignerSubject extends ArtifactSignerContract implements Faulty.Subject {
  private ToySigner.Fault fault = ToySigner.Fault.NONE;

  @Override
  public void plant(String name) {
    fault = ToySigner.Fault.valueOf(name);
  }

  @Override
  protected SigningPair create() {
    ToyKey key = ToyKey.first();
    return new SigningPair(new ToySigner(fault, key), new ToyVerifier(ToyVerifier.Fault.NONE, key));
  }
}
