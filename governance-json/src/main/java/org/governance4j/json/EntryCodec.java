package org.governance4j.json;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.governance4j.Digest;
import org.governance4j.Entry;
import org.governance4j.InvalidData;
import org.governance4j.JsonValue;
import org.governance4j.ModelRef;
import org.jspecify.annotations.Nullable;

/**
 * Turns an {@link Entry} into the canonical JSON (RFC 8785) that enters the ledger, and back.
 *
 * <p>Every entry is one object. {@code v} (1), {@code type}, {@code ts} (UTC, always with
 * milliseconds), {@code actor} and {@code subject} are always there; {@code request}, {@code
 * model}, {@code policy}, {@code decision} and {@code reason} when they are set; every other member
 * is an attribute. A member that lacks the shape of its name, such as a {@code model} without a
 * digest, is an attribute too, so that reading loses nothing: {@code encode(decode(x))} gives back
 * the bytes of every canonical {@code x} whose {@code ts} is written to the millisecond.
 *
 * <p><b>Sensitive values</b> leave only a commitment in the entry, in the way of SD-JWT (RFC 9901,
 * section 4.2): the {@link Disclosure} is an array of a fresh 128-bit salt, the name and the value;
 * its SHA-256 stands in {@code _sd}. The digests are sorted, so that their order tells nothing
 * about the names. Who holds the disclosure can show the value ({@link #open(Disclosure)}); when it
 * is erased, the salt keeps anybody from guessing the value, and every proof of the entry still
 * holds.
 *
 * <p>A disclosure has at most {@value #MAX_DISCLOSURE} characters. In place of a value that would
 * make it longer it discloses {@code {"length":n,"sha256":"…"}}: the number of bytes and the
 * SHA-256, in lowercase hex, of the value's canonical JSON. Such an entry is not lost for one long
 * value; whoever kept the value elsewhere can prove that it is the one.
 *
 * <p>Safe for any number of threads, if the supplier of salts is.
 */
public final class EntryCodec {

  /** The length of a salt in bytes. */
  public static final int SALT_BYTES = Disclosures.SALT_BYTES;

  /** The longest disclosure in characters of base64url, for names of usual length. */
  public static final int MAX_DISCLOSURE = 65_536;

  /** A SHA-256 in base64url without padding. */
  private static final int DIGEST_LENGTH = 43;

  private static final JsonValue VERSION = JsonValue.of(Entry.VERSION);
  private static final Set<String> MODEL_MEMBERS = Set.of("name", "version", "digest");

  private final Supplier<byte[]> salts;

  /** Makes a codec that salts with {@link SecureRandom}. */
  public EntryCodec() {
    SecureRandom random = new SecureRandom();
    this.salts =
        () -> {
          byte[] salt = new byte[SALT_BYTES];
          random.nextBytes(salt);
          return salt;
        };
  }

  /**
   * Makes a codec with salts from outside.
   *
   * @param salts gives a new array of {@value #SALT_BYTES} unpredictable bytes on every call; a
   *     salt used twice lets anybody compare the two values behind it
   */
  public EntryCodec(Supplier<byte[]> salts) {
    this.salts = salts;
  }

  /**
   * A sensitive value together with the salt that hides it: secret, and to be kept where it can be
   * erased.
   *
   * @param name the name of the value
   * @param encoded base64url without padding of the JSON array {@code [salt, name, value]}
   * @param digest base64url without padding of the SHA-256 of {@code encoded}, as it stands in
   *     {@code _sd}
   */
  public record Disclosure(String name, String encoded, String digest) {
    /** Names the value, never the value itself. */
    @Override
    public String toString() {
      return "Disclosure[" + name + ", " + digest + "]";
    }
  }

  /**
   * An entry ready for the ledger.
   *
   * <p>Immutable: the bytes are copied on the way out. Safe for any number of threads.
   */
  public static final class Encoded {
    private final byte[] bytes;
    private final List<Disclosure> disclosures;

    private Encoded(byte[] bytes, List<Disclosure> disclosures) {
      this.bytes = bytes;
      this.disclosures = List.copyOf(disclosures);
    }

    /** A copy of the canonical JSON, at most {@link Entry#MAX_BYTES} bytes. */
    public byte[] bytes() {
      return bytes.clone();
    }

    /** One disclosure for each sensitive value, in the order they were added to the entry. */
    public List<Disclosure> disclosures() {
      return disclosures;
    }

    /** Tells sizes, never a value. */
    @Override
    public String toString() {
      return "Encoded[" + bytes.length + " bytes, " + disclosures.size() + " disclosures]";
    }
  }

  /**
   * Encodes an entry so that {@link #decode} reads it. Its sensitive values become new commitments,
   * beside those it has already.
   *
   * @param entry an entry with a time
   * @throws IllegalArgumentException if it has no time, holds a value without canonical form (see
   *     {@link CanonicalJson}) or one that makes it nest deeper than {@value StrictJson#MAX_DEPTH}
   *     levels, has a sensitive value named like a member in the clear, has a commitment that is
   *     malformed or occurs twice, or takes more than {@link Entry#MAX_BYTES} bytes
   */
  public Encoded encode(Entry entry) {
    if (entry.time() == null) {
      throw new IllegalArgumentException("an entry needs a time before it is encoded: " + entry);
    }
    requireCommitments(entry.commitments());
    Map<String, JsonValue> members = members(entry);
    List<Disclosure> disclosures = List.of();
    if (!entry.sensitive().members().isEmpty()) {
      disclosures = disclosures(entry.sensitive(), members.keySet());
      List<String> digests = new ArrayList<>(entry.commitments());
      disclosures.forEach(disclosure -> digests.add(disclosure.digest()));
      digests.sort(null);
      members.put("_sd", strings(digests));
    }
    CanonicalWriter writer = CanonicalWriter.upToDepth(StrictJson.MAX_DEPTH);
    writer.object(members);
    byte[] bytes = writer.toBytes();
    if (bytes.length > Entry.MAX_BYTES) {
      throw new IllegalArgumentException(
          entry
              + " takes "
              + bytes.length
              + " bytes of JSON, the limit is "
              + Entry.MAX_BYTES
              + "; keep large content elsewhere and refer to it by its SHA-256");
    }
    return new Encoded(bytes, disclosures);
  }

  /**
   * Reads an entry as it stands in a ledger.
   *
   * @param bytes strict JSON; need not be canonical
   * @throws InvalidData if it is not one object with {@code v} 1, {@code type}, {@code ts}, {@code
   *     actor} and {@code subject}, is longer than {@link Entry#MAX_BYTES}, or has a malformed
   *     {@code _sd}
   */
  public static Entry decode(byte[] bytes) {
    JsonValue.Obj object =
        StrictJson.object(StrictJson.parse(bytes, Entry.MAX_BYTES, StrictJson.MAX_DEPTH));
    for (String name : List.of("v", "ts")) {
      if (object.get(name) == null) {
        throw new InvalidData("$." + name + ": missing in a stored entry");
      }
    }
    return fromJson(object);
  }

  /**
   * Reads an entry that is about to be appended: like {@link #decode}, but {@code v} and {@code ts}
   * may be missing, and without a limit of size.
   *
   * @throws InvalidData if a member is missing or malformed
   */
  public static Entry fromJson(JsonValue.Obj object) {
    JsonMembers members = JsonMembers.of(object, "$");
    JsonValue version = members.optionalValue("v");
    if (version != null && !version.equals(VERSION)) {
      throw members.invalid(
          "v", "expected the version " + Entry.VERSION + ", found " + Describe.value(version));
    }
    Entry.Builder entry =
        Entry.builder(members.text("type"), members.text("actor"), members.text("subject"));
    String time = members.optionalString("ts");
    if (time != null) {
      entry.time(Rfc3339.parse("$.ts", time));
    }
    if (members.has("_sd")) {
      entry.commitments(commitments(members));
    }
    object.members().forEach((name, value) -> member(entry, name, value));
    return entry.build();
  }

  /**
   * The members of an entry without its sensitive values: those with a meaning in canonical order,
   * then the attributes.
   */
  public static JsonValue.Obj toJson(Entry entry) {
    return new JsonValue.Obj(members(entry));
  }

  /**
   * Checks a disclosure and returns its value.
   *
   * @throws InvalidData if it is malformed, does not have the digest, or has another name
   */
  public static JsonValue open(Disclosure disclosure) {
    Disclosures.Opened opened = Disclosures.open(disclosure.encoded(), disclosure.digest());
    if (!opened.name().equals(disclosure.name())) {
      throw new InvalidData(
          "the disclosure is of "
              + Describe.quote(opened.name())
              + ", not of "
              + Describe.quote(disclosure.name()));
    }
    return opened.value();
  }

  /**
   * Checks a disclosure against a digest of {@code _sd} and returns its value; its name is that of
   * {@link #disclosure}.
   *
   * @throws InvalidData if it is malformed or does not have the digest
   */
  public static JsonValue open(String encoded, String digest) {
    return Disclosures.open(encoded, digest).value();
  }

  /**
   * Reads the name of an encoded disclosure and computes its digest, to be looked up in {@code
   * _sd}.
   *
   * @throws InvalidData if it is malformed
   */
  public static Disclosure disclosure(String encoded) {
    String digest = Disclosures.digest(encoded);
    return new Disclosure(Disclosures.open(encoded, digest).name(), encoded, digest);
  }

  /** How many bytes the canonical JSON of an entry takes, commitments to come included. */
  static int length(Entry entry) {
    if (entry.time() == null) {
      throw new IllegalArgumentException("an entry needs a time before it is encoded: " + entry);
    }
    Map<String, JsonValue> members = members(entry);
    int commitments = entry.commitments().size() + entry.sensitive().members().size();
    if (commitments > 0) {
      members.put("_sd", strings(Collections.nCopies(commitments, "0".repeat(DIGEST_LENGTH))));
    }
    CanonicalWriter writer = new CanonicalWriter();
    writer.object(members);
    return writer.toBytes().length;
  }

  private static void requireCommitments(List<String> digests) {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < digests.size(); i++) {
      String digest = digests.get(i);
      if (!Disclosures.isDigest(digest) || !seen.add(digest)) {
        throw new IllegalArgumentException(
            "commitment "
                + i
                + " of an entry is not a SHA-256 in base64url, or occurs twice: "
                + Describe.quote(digest));
      }
    }
  }

  private List<Disclosure> disclosures(JsonValue.Obj sensitive, Set<String> inTheClear) {
    List<Disclosure> disclosures = new ArrayList<>();
    sensitive
        .members()
        .forEach(
            (name, value) -> {
              if (inTheClear.contains(name)) {
                throw new IllegalArgumentException(
                    "entry has \"" + name + "\" twice: in the clear and sensitive");
              }
              disclosures.add(Disclosures.commit(salts.get(), name, value));
            });
    return disclosures;
  }

  private static Map<String, JsonValue> members(Entry entry) {
    Map<String, JsonValue> members = new LinkedHashMap<>();
    // In canonical order, which leaves little to sort.
    if (!entry.commitments().isEmpty()) {
      members.put("_sd", strings(entry.commitments()));
    }
    put(members, "actor", entry.actor());
    put(members, "decision", entry.decision());
    ModelRef model = entry.model();
    if (model != null) {
      members.put("model", model(model));
    }
    put(members, "policy", entry.policy());
    put(members, "reason", entry.reason());
    put(members, "request", entry.request());
    put(members, "subject", entry.subject());
    if (entry.time() != null) {
      put(members, "ts", Rfc3339.format(entry.time()));
    }
    put(members, "type", entry.type());
    members.put("v", VERSION);
    members.putAll(entry.attributes().members());
    return members;
  }

  private static JsonValue.Obj model(ModelRef model) {
    Map<String, JsonValue> members = new LinkedHashMap<>();
    put(members, "digest", model.digest().toString());
    put(members, "name", model.name());
    put(members, "version", model.version());
    return new JsonValue.Obj(members);
  }

  private static void put(Map<String, JsonValue> members, String name, @Nullable String value) {
    if (value != null) {
      members.put(name, JsonValue.of(value));
    }
  }

  private static JsonValue.Arr strings(List<String> strings) {
    return new JsonValue.Arr(strings.stream().map(JsonValue::of).toList());
  }

  private static void member(Entry.Builder entry, String name, JsonValue value) {
    String text = value instanceof JsonValue.Str string ? string.value() : null;
    ModelRef model = name.equals("model") ? model(value) : null;
    if (model != null) {
      entry.model(model);
    } else if (name.equals("request") && text != null) {
      entry.request(text);
    } else if (name.equals("policy") && text != null) {
      entry.policy(text);
    } else if (name.equals("decision") && text != null) {
      entry.decision(text);
    } else if (name.equals("reason") && text != null) {
      entry.reason(text);
    } else if (!Entry.RESERVED.contains(name)) {
      entry.attribute(name, value);
    }
  }

  /** The model of an entry, or null when the value is not exactly one. */
  private static @Nullable ModelRef model(JsonValue value) {
    if (!(value instanceof JsonValue.Obj object)
        || !object.members().keySet().equals(MODEL_MEMBERS)
        || !(object.get("name") instanceof JsonValue.Str name)
        || !(object.get("version") instanceof JsonValue.Str version)
        || !(object.get("digest") instanceof JsonValue.Str digest)
        || name.value().isBlank()
        || version.value().isBlank()
        || !Disclosures.SHA256.matcher(digest.value()).matches()) {
      return null;
    }
    return new ModelRef(name.value(), version.value(), Digest.parse(digest.value()));
  }

  private static List<String> commitments(JsonMembers members) {
    List<String> digests = members.strings("_sd");
    if (digests.isEmpty()) {
      throw members.invalid("_sd", "expected at least one digest, found an empty array");
    }
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < digests.size(); i++) {
      String digest = digests.get(i);
      String at = "$._sd[" + i + "]: ";
      if (!Disclosures.isDigest(digest)) {
        throw new InvalidData(
            at
                + "expected a SHA-256 in base64url without padding, found "
                + Describe.quote(digest));
      }
      if (!seen.add(digest)) {
        throw new InvalidData(at + "the digest " + digest + " occurs twice");
      }
    }
    return digests;
  }
}
