package org.governance4j.policy;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.governance4j.GovernanceException;
import org.governance4j.InvalidData;
import org.governance4j.JsonValue;
import org.governance4j.Obligation;
import org.governance4j.Verdict;
import org.governance4j.json.CanonicalJson;
import org.jspecify.annotations.Nullable;

/**
 * Fulfils the obligations of a verdict: takes an output, gives a new one, changes nothing. In one
 * line, with {@code Obligations obligations = Obligations.withKey(key)}:
 *
 * <pre>{@code
 * JsonValue.Obj released = governed.orThrow(obligations::apply);
 * }</pre>
 *
 * <p>The operations and their values, in the order of the verdict:
 *
 * <ul>
 *   <li>{@code mask}, without value: every code point of the string becomes {@code *}
 *   <li>{@code remove}, without value: the field, of whatever type, is taken out
 *   <li>{@code hash}, without value: the string becomes {@code hmac-sha256:} and the HMAC-SHA-256
 *       (RFC 2104) of its UTF-8 under the caller's key in hexadecimal: the same string has the same
 *       hash, and nobody without the key can try strings out
 *   <li>{@code truncate}, value a whole number from 0: the string is cut to so many code points; no
 *       surrogate pair is split
 *   <li>{@code round}, value 0 to 15: the number is rounded to so many decimals, half to even, by
 *       the decimal digits that JSON writes and not by the binary value, so that 2.675 becomes 2.68
 *   <li>{@code clamp}, value {@code {"min":…,"max":…}} of which one may be left out: the number is
 *       moved to the nearer bound if it is outside
 * </ul>
 *
 * <p>A policy on texts gives {@code mask}, {@code remove} and {@code hash} the value {@code
 * {"spans":[[start,end],…]}}, in UTF-16 code units of the judged string, ascending and without
 * overlap: only these parts are masked, cut out or each hashed. Where there would be more than
 * {@link #MAX_SPANS} of them, it gives no value, and the whole field is masked, removed or hashed.
 * Spans of later obligations are of the judged string as well, whatever was done to it before; a
 * part that is already replaced stays so. A string that is well-formed UTF-16 stays that.
 *
 * <p>What cannot be fulfilled is not released: a field that the output does not have, or of another
 * type, a number that is not finite, a value that is none of the operation, a span beyond the
 * string, a hash without a key. A field that is missing already has been masked and removed enough.
 * No message holds a value.
 *
 * <p>Immutable; safe for any number of threads.
 */
public final class Obligations {
  /** The most spans that a policy gives one obligation; beyond, it is about the whole field. */
  public static final int MAX_SPANS = 10_000;

  /** The shortest key in bytes. */
  public static final int MIN_KEY_BYTES = 16;

  private static final String ALGORITHM = "HmacSHA256";

  private final @Nullable SecretKeySpec key;

  private Obligations(@Nullable SecretKeySpec key) {
    this.key = key;
  }

  /** For policies that do not oblige to hash; a hash cannot be fulfilled. */
  public static Obligations withoutKey() {
    return new Obligations(null);
  }

  /**
   * For any policy.
   *
   * @param key the secret of the hashes, at least {@link #MIN_KEY_BYTES} random bytes; copied
   * @throws IllegalArgumentException if it is shorter
   */
  public static Obligations withKey(byte[] key) {
    if (key.length < MIN_KEY_BYTES) {
      throw new IllegalArgumentException(
          "the key must have at least " + MIN_KEY_BYTES + " bytes, found " + key.length);
    }
    return new Obligations(new SecretKeySpec(key, ALGORITHM));
  }

  /**
   * Applies the obligations to an output as JSON, the fields by name; one that is null is missing.
   *
   * @return a new object, with the other members in the same order
   * @throws GovernanceException if an obligation cannot be fulfilled
   */
  public JsonValue.Obj apply(JsonValue.Obj output, Verdict.AllowWith verdict) {
    Map<String, JsonValue> members = new LinkedHashMap<>(output.members());
    Map<String, PartedText> texts = new HashMap<>();
    for (Obligation obligation : verdict.obligations()) {
      String field = obligation.field();
      JsonValue value = members.get(field);
      Object plain = value;
      if (value == JsonValue.NULL) {
        plain = null;
      } else if (value instanceof JsonValue.Str string) {
        plain = string.value();
      } else if (value instanceof JsonValue.Num number) {
        plain = number.value();
      }
      Object result = fulfil(obligation, plain, texts);
      if (result == null) {
        members.remove(field);
      } else if (result instanceof String string) {
        members.put(field, JsonValue.of(string));
      } else if (result instanceof BigDecimal number) {
        members.put(field, new JsonValue.Num(number));
      }
    }
    return new JsonValue.Obj(members);
  }

  /**
   * Applies the obligations to an output by field.
   *
   * @return a new output; what was removed is missing in it
   * @throws GovernanceException if an obligation cannot be fulfilled
   */
  public OutputValues apply(OutputValues output, Verdict.AllowWith verdict) {
    OutputValues applied = output;
    Map<String, PartedText> texts = new HashMap<>();
    for (Obligation obligation : verdict.obligations()) {
      String field = obligation.field();
      Object value;
      try {
        value = applied.value(field);
      } catch (IllegalArgumentException e) {
        throw new GovernanceException(place(obligation) + ": " + e.getMessage(), e);
      }
      if (value instanceof Double number) {
        if (Double.isFinite(number)) {
          // The shortest digits, which Double.toString does not find on every Java release.
          value = new BigDecimal(CanonicalJson.number(number));
        } else if (obligation.operation() != Obligation.Operation.REMOVE) {
          throw refuse(obligation, "the number is not finite");
        }
      }
      Object result = fulfil(obligation, value, texts);
      applied =
          applied.with(
              field, result instanceof BigDecimal number ? (Object) number.doubleValue() : result);
    }
    return applied;
  }

  /** The value afterwards; null is none. */
  private @Nullable Object fulfil(
      Obligation obligation, @Nullable Object value, Map<String, PartedText> texts) {
    Operand operand;
    try {
      operand = Operand.of(obligation, place(obligation));
    } catch (InvalidData e) {
      throw new GovernanceException(String.valueOf(e.getMessage()), e);
    }
    return switch (obligation.operation()) {
      case REMOVE ->
          value == null || operand instanceof Operand.Whole
              ? null
              : replaced(obligation, operand, value, texts, part -> "");
      case MASK ->
          value == null ? null : replaced(obligation, operand, value, texts, Obligations::masked);
      case HASH -> replaced(obligation, operand, value, texts, part -> hashed(obligation, part));
      case TRUNCATE -> {
        PartedText text = text(obligation, value, texts);
        text.truncate(((Operand.Length) operand).codePoints());
        yield text.toString();
      }
      case ROUND -> rounded(number(obligation, value), ((Operand.Decimals) operand).decimals());
      case CLAMP -> clamped(number(obligation, value), (Operand.Bounds) operand);
    };
  }

  private static String replaced(
      Obligation obligation,
      Operand operand,
      @Nullable Object value,
      Map<String, PartedText> texts,
      UnaryOperator<String> by) {
    PartedText text = text(obligation, value, texts);
    if (operand instanceof Operand.Spans parts) {
      try {
        text.replace(parts.spans(), by);
      } catch (IllegalArgumentException e) {
        throw new GovernanceException(place(obligation) + ": " + e.getMessage(), e);
      }
    } else {
      text.replaceAll(by);
    }
    return text.toString();
  }

  private static PartedText text(
      Obligation obligation, @Nullable Object value, Map<String, PartedText> texts) {
    if (value instanceof String string) {
      return texts.computeIfAbsent(obligation.field(), field -> new PartedText(string));
    }
    throw refuse(obligation, value == null ? "the field is missing" : "the field is not a string");
  }

  private static BigDecimal number(Obligation obligation, @Nullable Object value) {
    if (value instanceof BigDecimal number) {
      return number;
    }
    throw refuse(obligation, value == null ? "the field is missing" : "the field is not a number");
  }

  private static String masked(String text) {
    return "*".repeat(text.codePointCount(0, text.length()));
  }

  private String hashed(Obligation obligation, String text) {
    if (key == null) {
      throw refuse(obligation, "there is no key to hash with");
    }
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return "hmac-sha256:"
          + HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new GovernanceException(place(obligation) + ": " + ALGORITHM + " failed", e);
    }
  }

  private static BigDecimal rounded(BigDecimal number, int decimals) {
    if (number.precision() - (long) number.scale() < -decimals) {
      return BigDecimal.ZERO; // less than a tenth of the last decimal, however many digits it has
    }
    return number.scale() <= decimals ? number : number.setScale(decimals, RoundingMode.HALF_EVEN);
  }

  private static BigDecimal clamped(BigDecimal number, Operand.Bounds bounds) {
    BigDecimal min = bounds.min();
    BigDecimal max = bounds.max();
    if (min != null && number.compareTo(min) < 0) {
      return min;
    }
    return max != null && number.compareTo(max) > 0 ? max : number;
  }

  private static GovernanceException refuse(Obligation obligation, String why) {
    return new GovernanceException(place(obligation) + ": " + why);
  }

  private static String place(Obligation obligation) {
    return "obligation to "
        + obligation.operation().word()
        + " the output "
        + Wording.quote(obligation.field());
  }
}
