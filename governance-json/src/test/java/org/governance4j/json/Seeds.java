package org.governance4j.json;

import java.util.Random;
import java.util.stream.LongStream;
import org.governance4j.JsonValue;

/** The seeds of the properties, and random values made from them. */
final class Seeds {

  private Seeds() {}

  /** Fixed seeds and a fresh one; a failing one is named by its test. */
  static LongStream some() {
    return LongStream.concat(LongStream.rangeClosed(1, 40), LongStream.of(new Random().nextLong()));
  }

  /** Any positive finite double but zero, its bits uniform. */
  static double anyDouble(Random random) {
    double value = 0;
    while (value == 0 || !Double.isFinite(value)) {
      value = Double.longBitsToDouble(random.nextLong() & Long.MAX_VALUE);
    }
    return value;
  }

  /** A string of every kind of character, well-formed. */
  static String text(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(8); i > 0; i--) {
      switch (random.nextInt(6)) {
        case 0 -> text.append((char) random.nextInt(0x20));
        case 1 -> text.append("\"\\/\u007f\u2028".charAt(random.nextInt(5)));
        case 2 -> text.append((char) (0x80 + random.nextInt(0x780)));
        case 3 -> text.append((char) (0xE000 + random.nextInt(0x1000)));
        case 4 -> text.appendCodePoint(0x10000 + random.nextInt(0x100000));
        default -> text.append((char) ('a' + random.nextInt(26)));
      }
    }
    return text.toString();
  }

  /** A value whose canonical form keeps it: numbers are what doubles print. */
  static JsonValue value(Random random, int depth) {
    int kind = random.nextInt(depth == 0 ? 5 : 7);
    if (kind == 0) {
      return JsonValue.of(text(random));
    } else if (kind == 1) {
      return JsonValue.of(random.nextInt());
    } else if (kind == 2) {
      String number = CanonicalJson.number(anyDouble(random));
      return StrictJson.parse(random.nextBoolean() ? number : "-" + number);
    } else if (kind == 3) {
      return JsonValue.of(random.nextBoolean());
    } else if (kind == 4) {
      return JsonValue.NULL;
    } else if (kind == 5) {
      JsonValue[] items = new JsonValue[random.nextInt(4)];
      for (int i = 0; i < items.length; i++) {
        items[i] = value(random, depth - 1);
      }
      return JsonValue.array(items);
    }
    return object(random, depth);
  }

  static JsonValue.Obj object(Random random, int depth) {
    JsonValue.Obj object = JsonValue.object();
    for (int i = random.nextInt(5); i > 0; i--) {
      object = object.with(text(random), value(random, depth - 1));
    }
    return object;
  }
}
