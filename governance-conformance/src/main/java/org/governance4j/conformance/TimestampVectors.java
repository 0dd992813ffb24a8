package org.governance4j.conformance;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.governance4j.crypto.x509.Certificate;
import org.governance4j.crypto.x509.TimestampAuthority;
import org.governance4j.crypto.x509.TimestampToken;
import org.governance4j.json.JsonMembers;
import org.jspecify.annotations.Nullable;

/** Timestamps of RFC 3161 on their own. */
final class TimestampVectors {
  private static final String ROOTS = "trusted-roots/";
  private static final String TIMESTAMP = "-timestamp";
  private static final String MESSAGE = "-message";

  private TimestampVectors() {}

  /** Answers of authorities; what they are of is not known, so that they are only read. */
  static void response(Folder folder, String file, Cases cases) throws IOException {
    byte[] content = folder.read(file);
    cases.expect(!file.contains("/invalid/"), file, () -> TimestampToken.parse(content));
  }

  /** Whether a file is a timestamp with its message beside it, or that message. */
  static boolean isPair(Folder folder, String file) {
    return file.endsWith(MESSAGE) || messageOf(folder, file) != null;
  }

  /** A timestamp that an authority of one of the trusted roots has made of its message. */
  static void pair(Folder folder, String file, Cases cases) throws IOException {
    String messageFile = messageOf(folder, file);
    if (messageFile == null) {
      cases.skip(file, "read with its timestamp");
      return;
    }
    byte[] token = folder.read(file);
    byte[] message = folder.read(messageFile);
    List<TimestampAuthority> authorities = authorities(folder);
    if (authorities.isEmpty()) {
      cases.skip(file, "no authority is known");
      return;
    }
    cases.accepted(file, () -> TimestampToken.parse(token).verify(message, authorities));
    message[0] ^= 1;
    cases.refused(
        file + " of another message",
        () -> TimestampToken.parse(token).verify(message, authorities));
  }

  private static @Nullable String messageOf(Folder folder, String file) {
    int at = file.lastIndexOf(TIMESTAMP);
    String message = at < 0 ? "" : file.substring(0, at) + MESSAGE;
    return folder.has(message) ? message : null;
  }

  private static List<TimestampAuthority> authorities(Folder folder) throws IOException {
    List<TimestampAuthority> all = new ArrayList<>();
    for (String file : folder.below(ROOTS)) {
      JsonMembers root = VectorFile.object(folder, file);
      if (root.has("timestampAuthorities")) {
        for (JsonMembers authority : root.objects("timestampAuthorities")) {
          all.add(authority(authority));
        }
      }
    }
    return all;
  }

  private static TimestampAuthority authority(JsonMembers authority) {
    List<Certificate> chain = new ArrayList<>();
    for (JsonMembers certificate : authority.object("certChain").objects("certificates")) {
      chain.add(Certificate.parse(VectorFile.bytes(certificate, "rawBytes")));
    }
    JsonMembers valid = authority.object("validFor");
    return new TimestampAuthority(chain, instant(valid, "start"), instant(valid, "end"));
  }

  private static @Nullable Instant instant(JsonMembers valid, String name) {
    String text = valid.optionalString(name);
    return text == null ? null : Instant.parse(text);
  }
}
