package org.governance4j.guard;

import java.time.Instant;
import java.util.Arrays;
import java.util.BitSet;
import org.governance4j.Entry;
import org.governance4j.ModelSchema;
import org.governance4j.Prediction;
import org.jspecify.annotations.Nullable;

/** A withheld prediction, copied out of the caller's arrays so that it can be written later. */
final class Occurrence {

  private static final int FIXED_BYTES = 256;

  private final ModelSchema schema;
  private final String id;
  private final Instant time;
  private final double[] numbers;
  private final @Nullable String[] texts;
  private final @Nullable BitSet missing;
  private final Judgement judgement;

  Occurrence(Prediction prediction, String id, Instant time, Judgement judgement) {
    this.schema = prediction.schema();
    this.id = id;
    this.time = time;
    this.judgement = judgement;
    int count = schema.numbers();
    this.numbers = new double[count];
    this.texts = new String[schema.texts()];
    prediction.copyNumbers(numbers, 0);
    for (int i = 0; i < texts.length; i++) {
      texts[i] = prediction.text(count + i);
    }
    BitSet absent = null;
    for (int i = 0; i < count; i++) {
      if (!prediction.has(i)) {
        absent = absent == null ? new BitSet(count) : absent;
        absent.set(i);
      }
    }
    this.missing = absent;
  }

  /** About how many bytes it takes in memory. */
  long bytes() {
    long bytes = FIXED_BYTES + 8L * numbers.length + 2L * id.length();
    for (String text : texts) {
      bytes += text == null ? 8 : 48 + 2L * text.length();
    }
    return bytes;
  }

  /** The entry it would have had. */
  Entry entry(Scribe scribe) {
    Prediction view = schema.prediction();
    int inputs = schema.inputNumbers();
    view.wrap(
        id,
        Arrays.copyOfRange(numbers, 0, inputs),
        Arrays.copyOfRange(numbers, inputs, numbers.length),
        texts);
    BitSet absent = missing;
    if (absent != null) {
      absent.stream().forEach(view::missing);
    }
    return scribe.prediction(id, time, view, judgement);
  }
}
