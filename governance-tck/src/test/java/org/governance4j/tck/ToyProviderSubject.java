package org.governance4j.tck;

import java.util.Set;
import org.governance4j.DriftDetector;
import org.governance4j.spi.ComponentProvider;
import org.governance4j.spi.Settings;

/** The contract of providers, held against the toy. */
@Faulty
class ToyProviderSubject extends ComponentProviderContract<DriftDetector>
    implements Faulty.Subject {

  enum Fault implements PlantedFault {
    NONE,
    HAS_A_BLANK_NAME("C1", "C4", "C5"),
    MAKES_SOMETHING_ELSE("C2", "C4", "C5"),
    IGNORES_SETTINGS("C3", "C4", "C5"),
    HIDES_THE_KEY("C3", "C4", "C5"),
    IS_NOT_OFFERED("C4", "C5");

    private final Set<String> breaks;

    Fault(String... breaks) {
      this.breaks = Set.of(breaks);
    }

    @Override
    public Set<String> breaks() {
      return breaks;
    }
  }

  private Fault fault = Fault.NONE;

  @Override
  public void plant(String name) {
    fault = Fault.valueOf(name);
  }

  @Override
  protected ComponentProvider<DriftDetector> provider() {
    return fault == Fault.NONE ? new ToyProvider() : new Bad(fault);
  }

  /** Neither public nor offered, and with one more fault. */
  private record Bad(Fault fault) implements ComponentProvider<DriftDetector> {
    @Override
    public Class<DriftDetector> role() {
      return DriftDetector.class;
    }

    @Override
    public String name() {
      return fault == Fault.HAS_A_BLANK_NAME ? " " : "bad";
    }

    @Override
    @SuppressWarnings("NullAway") // what a careless provider does
    public DriftDetector create(Settings settings) {
      if (settings.find("no-such-setting").isPresent()) {
        if (fault == Fault.HIDES_THE_KEY) {
          throw new IllegalArgumentException("a setting is unknown");
        }
        if (fault != Fault.IGNORES_SETTINGS) {
          throw new IllegalArgumentException("unknown setting 'no-such-setting'");
        }
      }
      return fault == Fault.MAKES_SOMETHING_ELSE
          ? null
          : new ToyProvider().create(Settings.empty());
    }
  }
}
