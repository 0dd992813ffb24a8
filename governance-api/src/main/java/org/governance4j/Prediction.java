package org.governance4j;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One prediction: a view over the caller's own arrays or buffers, in the order of its {@link
 * ModelSchema}. It copies nothing and boxes nothing.
 *
 * <p><b>Lifetime.</b> A view is meant to be reused: make one per thread with {@link
 * ModelSchema#prediction()} and {@code wrap} it around each prediction. It is valid until it is
 * wrapped again or until the caller changes the arrays. Nothing that is handed a prediction may
 * keep it, or read it after returning; whoever needs a value later copies it.
 *
 * <p><b>Missing</b> is a presence bit, not NaN: a number is present unless it is declared {@link
 * #missing}, a string is present unless it is null or declared missing. Before the first {@code
 * wrap} every field is missing.
 *
 * <p>Not safe for more than one thread at a time.
 */
public final class Prediction {

  private static final double[] NO_DOUBLES = {};
  private static final String[] NO_TEXTS = {};

  private final ModelSchema schema;
  private final int inputCount;
  private final int numberCount;
  private final long[] absent;
  private boolean wrapped;
  private boolean marked;

  /** Wrapped, and nothing declared missing: the one flag that the common case has to look at. */
  private boolean plain;

  private @Nullable String id;
  private double @Nullable [] inputDoubles = NO_DOUBLES;
  private double @Nullable [] outputDoubles = NO_DOUBLES;
  private float @Nullable [] inputFloats;
  private float @Nullable [] outputFloats;
  private @Nullable FloatBuffer inputBuffer;
  private @Nullable FloatBuffer outputBuffer;
  private int inputOffset;
  private int outputOffset;
  private @Nullable String[] texts = NO_TEXTS;

  Prediction(ModelSchema schema) {
    this.schema = schema;
    this.inputCount = schema.inputNumbers();
    this.numberCount = schema.numbers();
    this.absent = new long[(schema.size() + 63) >>> 6];
  }

  /**
   * Wraps double arrays.
   *
   * @param requestId the request this prediction answers, or null
   * @param inputs the numeric inputs, exactly {@link ModelSchema#inputNumbers()}
   * @param outputs the numeric outputs, exactly {@link ModelSchema#outputNumbers()}
   * @param strings the string inputs, then the string outputs, exactly {@link ModelSchema#texts()};
   *     null elements are missing
   * @return this view, with every number present
   * @throws IllegalArgumentException if an array has another length; the view is then empty
   */
  public Prediction wrap(
      @Nullable String requestId, double[] inputs, double[] outputs, @Nullable String... strings) {
    forget();
    require(inputs.length, outputs.length, strings.length);
    inputDoubles = inputs;
    outputDoubles = outputs;
    return finish(requestId, strings);
  }

  /**
   * Wraps float arrays; the widening to double is exact.
   *
   * @param requestId the request this prediction answers, or null
   * @param inputs the numeric inputs, exactly {@link ModelSchema#inputNumbers()}
   * @param outputs the numeric outputs, exactly {@link ModelSchema#outputNumbers()}
   * @param strings the string inputs, then the string outputs, exactly {@link ModelSchema#texts()};
   *     null elements are missing
   * @return this view, with every number present
   * @throws IllegalArgumentException if an array has another length; the view is then empty
   */
  public Prediction wrap(
      @Nullable String requestId, float[] inputs, float[] outputs, @Nullable String... strings) {
    forget();
    require(inputs.length, outputs.length, strings.length);
    inputDoubles = null;
    outputDoubles = null;
    inputFloats = inputs;
    outputFloats = outputs;
    return finish(requestId, strings);
  }

  /**
   * Wraps float buffers from their positions to their limits, with absolute reads: their positions
   * are not moved.
   *
   * @param requestId the request this prediction answers, or null
   * @param inputs the numeric inputs, exactly {@link ModelSchema#inputNumbers()} remaining
   * @param outputs the numeric outputs, exactly {@link ModelSchema#outputNumbers()} remaining
   * @param strings the string inputs, then the string outputs, exactly {@link ModelSchema#texts()};
   *     null elements are missing
   * @return this view, with every number present
   * @throws IllegalArgumentException if a buffer or array has another length; the view is then
   *     empty
   */
  public Prediction wrap(
      @Nullable String requestId,
      FloatBuffer inputs,
      FloatBuffer outputs,
      @Nullable String... strings) {
    forget();
    require(inputs.remaining(), outputs.remaining(), strings.length);
    inputDoubles = null;
    outputDoubles = null;
    inputFloats = null;
    outputFloats = null;
    inputBuffer = inputs;
    outputBuffer = outputs;
    inputOffset = inputs.position();
    outputOffset = outputs.position();
    return finish(requestId, strings);
  }

  /**
   * Declares a field missing until the next {@code wrap}.
   *
   * @param field its index, 0 to size - 1
   * @return this view
   */
  public Prediction missing(int field) {
    Objects.checkIndex(field, schema.size());
    absent[field >>> 6] |= 1L << field;
    marked = true;
    plain = false;
    return this;
  }

  /** The model's schema. */
  public ModelSchema schema() {
    return schema;
  }

  /** The request this prediction answers, or null when the caller gave none. */
  public @Nullable String id() {
    return id;
  }

  /**
   * Whether a field has a value.
   *
   * @param field its index, 0 to size - 1
   */
  public boolean has(int field) {
    if (!plain && (!wrapped || (absent[field >>> 6] & (1L << field)) != 0)) {
      return false;
    }
    return field < numberCount || texts[field - numberCount] != null;
  }

  /**
   * The value of a numeric field, NaN when it is missing ({@link #has} tells the difference).
   *
   * @param field its index, 0 to {@link ModelSchema#numbers()} - 1
   */
  public double number(int field) {
    if (!plain && !has(field)) {
      return Double.NaN;
    }
    if (field < inputCount) {
      double[] doubles = inputDoubles;
      return doubles != null ? doubles[field] : inputFloat(field);
    }
    double[] doubles = outputDoubles;
    return doubles != null ? doubles[field - inputCount] : outputFloat(field - inputCount);
  }

  /**
   * Copies the values of all numeric fields, NaN where one is missing.
   *
   * @param target where {@link ModelSchema#numbers()} values go, in the order of the schema
   * @param offset where the first one goes
   */
  public void copyNumbers(double[] target, int offset) {
    double[] in = inputDoubles;
    double[] out = outputDoubles;
    if (plain && in != null && out != null) {
      System.arraycopy(in, 0, target, offset, inputCount);
      System.arraycopy(out, 0, target, offset + inputCount, numberCount - inputCount);
      return;
    }
    for (int i = 0; i < numberCount; i++) {
      target[offset + i] = number(i);
    }
  }

  /**
   * The value of a string field, null when it is missing.
   *
   * @param field its index, {@link ModelSchema#numbers()} to size - 1
   */
  public @Nullable String text(int field) {
    if (!plain && !has(field)) {
      return null;
    }
    return texts[field - numberCount];
  }

  private double inputFloat(int at) {
    float[] floats = inputFloats;
    if (floats != null) {
      return floats[at];
    }
    return Objects.requireNonNull(inputBuffer).get(inputOffset + at);
  }

  private double outputFloat(int at) {
    float[] floats = outputFloats;
    if (floats != null) {
      return floats[at];
    }
    return Objects.requireNonNull(outputBuffer).get(outputOffset + at);
  }

  /** First of all, so that whatever goes wrong then leaves nothing of the one before to judge. */
  private void forget() {
    plain = false;
    wrapped = false;
    id = null;
  }

  private void require(int inputs, int outputs, int strings) {
    if (inputs != inputCount || outputs != numberCount - inputCount || strings != schema.texts()) {
      throw wrongArity(inputs, outputs, strings);
    }
  }

  private Prediction finish(@Nullable String requestId, @Nullable String[] strings) {
    if (marked) {
      Arrays.fill(absent, 0L);
      marked = false;
    }
    texts = strings;
    id = requestId;
    wrapped = true;
    plain = true;
    return this;
  }

  private IllegalArgumentException wrongArity(int inputs, int outputs, int strings) {
    String what;
    int given;
    int expected;
    if (inputs != inputCount) {
      what = "numeric inputs";
      given = inputs;
      expected = inputCount;
    } else if (outputs != numberCount - inputCount) {
      what = "numeric outputs";
      given = outputs;
      expected = numberCount - inputCount;
    } else {
      what = "strings";
      given = strings;
      expected = schema.texts();
    }
    return new IllegalArgumentException(
        "a prediction of "
            + schema.name()
            + " "
            + schema.version()
            + " has "
            + expected
            + " "
            + what
            + ", got "
            + given);
  }
}
