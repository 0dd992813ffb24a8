package org.governance4j.conformance;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.governance4j.NoteSignature;
import org.governance4j.NoteVerifier;
import org.governance4j.SignedNote;
import org.governance4j.crypto.NoteVerifiers;
import org.governance4j.json.JsonMembers;

/** Signed notes and their keys, from the tests of Go's sumdb/note. */
final class NoteVectors {

  /** The rule that the file states in words; another wording is not understood. */
  private static final String BAD_VKEYS =
      "every proper substring of peterVkey, and peterVkey with any one byte incremented, "
          + "must be rejected";

  private static final Set<String> KNOWN =
      Set.of(
          "source",
          "text",
          "peterSig",
          "enochSig",
          "peterVkey",
          "enochVkey",
          "peterSkey",
          "signExpected",
          "badVkeys",
          "badVkeyRule",
          "cases");

  private NoteVectors() {}

  static void run(Folder folder, String file, Cases cases) throws IOException {
    JsonMembers notes = VectorFile.object(folder, file);
    VectorFile.skipOthers(notes, cases, KNOWN);
    if (notes.has("text")) {
      VectorFile.one(notes.path("text"), cases, () -> signatures(notes, cases));
    }
    badKeys(notes, cases);
    if (notes.has("peterSkey")) {
      cases.skip(notes.path("peterSkey"), "Go's text form of signer keys is not read");
    }
    if (notes.has("cases")) {
      VectorFile.each(notes.path("cases"), notes.array("cases"), cases, note -> note(note, cases));
    }
  }

  private static void signatures(JsonMembers notes, Cases cases) {
    String text = notes.string("text");
    for (String signer : List.of("peter", "enoch")) {
      if (!notes.has(signer + "Vkey")) {
        continue;
      }
      String vkey = notes.string(signer + "Vkey");
      cases.accepted(
          notes.path(signer + "Vkey"),
          () -> Mismatch.check("vkey", vkey, NoteVerifiers.of(vkey).vkey()));
      if (notes.has(signer + "Sig")) {
        String line = line(notes, signer + "Sig");
        cases.accepted(
            notes.path(signer + "Sig"),
            () ->
                SignedNote.of(text, NoteSignature.parse(line))
                    .verify(List.of(NoteVerifiers.of(vkey))));
      }
    }
    if (notes.has("signExpected")) {
      String expected = notes.string("signExpected");
      String line = line(notes, "peterSig");
      cases.accepted(
          notes.path("signExpected"),
          () ->
              Mismatch.check(
                  "note", expected, SignedNote.of(text, NoteSignature.parse(line)).toString()));
    }
  }

  private static String line(JsonMembers notes, String name) {
    String line = notes.string(name);
    if (!line.endsWith("\n")) {
      throw notes.invalid(name, "expected a line that ends in a newline");
    }
    return line.substring(0, line.length() - 1);
  }

  private static void badKeys(JsonMembers notes, Cases cases) {
    List<String> bad = VectorFile.optionalStrings(notes, "badVkeys");
    for (int i = 0; i < bad.size(); i++) {
      String vkey = bad.get(i);
      cases.refused(notes.path("badVkeys") + "[" + i + "]", () -> NoteVerifiers.of(vkey));
    }
    String rule = notes.optionalString("badVkeyRule");
    if (rule == null) {
      return;
    }
    if (!rule.startsWith(BAD_VKEYS)) {
      cases.skip(notes.path("badVkeyRule"), "no runner for this rule");
      return;
    }
    String vkey = notes.string("peterVkey");
    for (int from = 0; from < vkey.length(); from++) {
      for (int to = from; to <= vkey.length(); to++) {
        if (to - from < vkey.length()) {
          String part = vkey.substring(from, to);
          cases.refused(
              notes.path("badVkeyRule") + " characters " + from + " to " + to,
              () -> NoteVerifiers.of(part));
        }
      }
    }
    for (int at = 0; at < vkey.length(); at++) {
      StringBuilder other = new StringBuilder(vkey);
      other.setCharAt(at, (char) (vkey.charAt(at) + 1));
      cases.refused(
          notes.path("badVkeyRule") + " character " + at + " incremented",
          () -> NoteVerifiers.of(other.toString()));
    }
  }

  private static void note(JsonMembers note, Cases cases) {
    byte[] message =
        note.has("msg")
            ? note.string("msg").getBytes(StandardCharsets.UTF_8)
            : VectorFile.bytes(note, "msg_b64");
    List<String> known = VectorFile.optionalStrings(note, "known");
    String error = VectorFile.optionalString(note, "error");
    if (error != null) {
      cases.refused(note.path() + " " + error, () -> open(message, known));
      return;
    }
    List<String> verified = VectorFile.optionalStrings(note, "verified");
    Set<String> unverified = new HashSet<>(VectorFile.optionalStrings(note, "unverified"));
    cases.accepted(
        note.path(),
        () -> {
          SignedNote read = SignedNote.parse(message);
          Mismatch.check("written again", true, Arrays.equals(message, read.encode()));
          List<NoteVerifier> found = open(message, known);
          Mismatch.check("verified", verified, found.stream().map(NoteVerifier::name).toList());
          // Go drops repeated lines of unknown keys, this library keeps what was read.
          Set<String> others = new HashSet<>();
          for (NoteSignature signature : read.signatures()) {
            if (found.stream().noneMatch(signer -> isOf(signer, signature))) {
              others.add(signature.name());
            }
          }
          Mismatch.check("unverified", unverified, others);
        });
  }

  private static List<NoteVerifier> open(byte[] message, List<String> known) {
    return SignedNote.parse(message).verify(known.stream().map(NoteVerifiers::of).toList());
  }

  private static boolean isOf(NoteVerifier signer, NoteSignature signature) {
    return signer.keyId() == signature.keyId() && signer.name().equals(signature.name());
  }
}
