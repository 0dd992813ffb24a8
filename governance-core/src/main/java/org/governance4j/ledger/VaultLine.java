package org.governance4j.ledger;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Set;
import java.util.zip.CRC32C;
import org.governance4j.InvalidData;
import org.governance4j.JsonValue;
import org.governance4j.json.CanonicalJson;
import org.governance4j.json.EntryCodec;
import org.governance4j.json.StrictJson;

/**
 * A line of the {@link Vault}: the canonical JSON of the members {@code crc32c}, {@code digest},
 * {@code disclosure}, {@code index}, {@code name} and {@code subject}.
 *
 * <p>{@code crc32c} is the CRC-32C, in 8 hex digits, of the canonical JSON of the other members. It
 * tells a line that has changed from one whose entry never came to be: both name an entry that does
 * not have the digest.
 *
 * @param index the entry that was about to be appended
 * @param subject the SHA-256 of its subject, in hex
 * @param disclosure the disclosed value
 */
record VaultLine(long index, String subject, EntryCodec.Disclosure disclosure) {
  private static final Set<String> MEMBERS =
      Set.of("crc32c", "digest", "disclosure", "index", "name", "subject");

  /** The line, without an end. */
  String encode() {
    JsonValue.Obj members =
        JsonValue.object()
            .with("index", JsonValue.of(index))
            .with("subject", JsonValue.of(subject))
            .with("name", JsonValue.of(disclosure.name()))
            .with("disclosure", JsonValue.of(disclosure.encoded()))
            .with("digest", JsonValue.of(disclosure.digest()));
    return CanonicalJson.writeString(members.with("crc32c", JsonValue.of(crc(members))));
  }

  private static String crc(JsonValue.Obj members) {
    CRC32C crc = new CRC32C();
    crc.update(CanonicalJson.write(members));
    return HexFormat.of().toHexDigits((int) crc.getValue());
  }

  /**
   * Reads a line in exactly the form {@link #encode} writes.
   *
   * @throws InvalidData if it is anything else, or its disclosure does not have its name and
   *     digest; the message holds nothing of the disclosure
   */
  static VaultLine parse(byte[] line) {
    JsonValue.Obj members;
    try {
      members = StrictJson.parseObject(line);
    } catch (InvalidData e) {
      // The reader's message may quote what it has read, which is somebody's secret.
      throw new InvalidData("it is not a line of JSON");
    }
    if (!members.members().keySet().equals(MEMBERS)) {
      throw new InvalidData("it does not have the members " + MEMBERS.stream().sorted().toList());
    }
    VaultLine read =
        new VaultLine(
            index(members),
            text(members, "subject"),
            new EntryCodec.Disclosure(
                text(members, "name"), text(members, "disclosure"), text(members, "digest")));
    if (!Arrays.equals(line, read.encode().getBytes(StandardCharsets.UTF_8))) {
      throw new InvalidData("its checksum or its form is wrong");
    }
    try {
      EntryCodec.open(read.disclosure);
    } catch (InvalidData e) {
      throw new InvalidData("its disclosure does not have its name and digest");
    }
    return read;
  }

  private static long index(JsonValue.Obj members) {
    try {
      if (members.get("index") instanceof JsonValue.Num index && index.value().signum() >= 0) {
        return index.value().longValueExact();
      }
    } catch (ArithmeticException e) {
      throw new InvalidData("its index is no index of an entry", e);
    }
    throw new InvalidData("its index is no index of an entry");
  }

  private static String text(JsonValue.Obj members, String name) {
    if (members.get(name) instanceof JsonValue.Str text) {
      return text.value();
    }
    throw new InvalidData("its member " + name + " is no string");
  }

  /** Tells where it belongs, never the value. */
  @Override
  public String toString() {
    return "VaultLine[" + index + ", " + disclosure + "]";
  }
}
