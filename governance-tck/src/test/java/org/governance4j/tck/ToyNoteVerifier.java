package org.governance4j.tck;

import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.governance4j.NoteRejected;
import org.governance4j.NoteVerifier;

/** The Ed25519 verifier, with a fault in front of it. */
final class ToyNoteVerifier implements NoteVerifier {

  enum Fault implements PlantedFault {
    NONE,
    REFUSES_EVERYTHING("N1", "N5", "N6"),
    CHANGES_THE_TEXT("N1", "N6"),
    IGNORES_THE_TEXT("N2", "N6"),
    IGNORES_THE_FIRST_BYTE("N2"),
    ACCEPTS_EVERYTHING("N2", "N3", "N6"),
    TRIPS_OVER_SHORT_SIGNATURES("N3"),
    FORGIVES_TRAILING_BYTES("N3"),
    HAS_ANOTHER_ID("N4"),
    CHANGES_ITS_ID("N4", "N5"),
    SERVES_ONE_THREAD("N6");

    private final Set<String> breaks;

    Fault(String... breaks) {
      this.breaks = Set.of(breaks);
    }

    @Override
    public Set<String> breaks() {
      return breaks;
    }
  }

  private final Fault fault;
  private final NoteVerifier real;
  private final byte[] expected;
  private final OneThread thread = new OneThread();
  private final AtomicInteger calls = new AtomicInteger();

  ToyNoteVerifier(Fault fault, NoteVerifier real, byte[] expected) {
    this.fault = fault;
    this.real = real;
    this.expected = expected;
  }

  @Override
  public String name() {
    return real.name();
  }

  @Override
  public int keyId() {
    return switch (fault) {
      case HAS_ANOTHER_ID -> real.keyId() + 1;
      case CHANGES_ITS_ID -> calls.incrementAndGet();
      default -> real.keyId();
    };
  }

  @Override
  public String vkey() {
    return real.vkey();
  }

  @Override
  public void verify(byte[] noteText, byte[] signature) {
    switch (fault) {
      case REFUSES_EVERYTHING -> throw new NoteRejected("no");
      case CHANGES_THE_TEXT -> {
        real.verify(noteText.clone(), signature);
        Arrays.fill(noteText, (byte) 0);
      }
      case IGNORES_THE_TEXT -> {
        if (!Arrays.equals(signature, expected)) {
          throw new NoteRejected("no");
        }
      }
      case IGNORES_THE_FIRST_BYTE -> {
        byte[] mended = signature.clone();
        if (mended.length == 64) {
          mended[0] = expected[0];
        }
        real.verify(noteText, mended);
      }
      case ACCEPTS_EVERYTHING -> {}
      case TRIPS_OVER_SHORT_SIGNATURES -> {
        byte[] whole = new byte[64];
        System.arraycopy(signature, 0, whole, 0, 64);
        real.verify(noteText, signature);
      }
      case FORGIVES_TRAILING_BYTES -> real.verify(noteText, Arrays.copyOf(signature, 64));
      case SERVES_ONE_THREAD -> {
        thread.check();
        real.verify(noteText, signature);
      }
      default -> real.verify(noteText, signature);
    }
  }
}
