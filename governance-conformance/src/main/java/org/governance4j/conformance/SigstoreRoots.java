package org.governance4j.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.governance4j.GovernanceException;
import org.governance4j.JsonValue;
import org.governance4j.crypto.TrustedRoot;
import org.governance4j.json.CanonicalJson;
import org.governance4j.json.StrictJson;
import org.jspecify.annotations.Nullable;

/** The trusted roots that a suite's folder offers. */
final class SigstoreRoots {

  static final String PLACE = "trusted-roots/";
  static final String PUBLIC_GOOD = PLACE + "public-good-2026-08.json";

  private static final String TYPE = "application/vnd.dev.sigstore.trustedroot";
  private static final String CONFIG = "application/vnd.dev.sigstore.clienttrustconfig";

  private SigstoreRoots() {}

  /** Whether a file claims to be a trusted root, or to hold one. */
  static boolean isRoot(Folder folder, String file) {
    if (!file.endsWith(".json")) {
      return false;
    }
    JsonValue.Obj object = object(folder, file);
    return object != null
        && object.get("mediaType") instanceof JsonValue.Str type
        && (type.value().startsWith(TYPE) || type.value().startsWith(CONFIG));
  }

  /**
   * What may judge a bundle that does not say which root is its own: all roots for everybody, those
   * of cases that must be accepted, those in the bundle's own folder and in folders of roots beside
   * it, and each of these with a timestamp authority that lies beside the bundle.
   */
  static List<TrustedRoot> around(Folder folder, String bundle) {
    String here = bundle.substring(0, bundle.lastIndexOf('/') + 1);
    String above = here.substring(0, here.lastIndexOf('/', here.length() - 2) + 1);
    List<JsonValue.Obj> roots = new ArrayList<>();
    List<JsonValue.Obj> authorities = new ArrayList<>();
    for (String file : folder.files()) {
      String place = file.substring(0, file.lastIndexOf('/') + 1);
      boolean near =
          place.equals(PLACE)
              || place.equals(here)
              || place.equals(above + "trusted-roots/")
              || place.equals(here + "trusted-roots/")
              || (file.endsWith("/trusted_root.json") && !place.contains("_fail/"));
      if (near && file.endsWith(".jsonl")) {
        roots.addAll(lines(folder, file));
      } else if (near && isRoot(folder, file)) {
        roots.add(inner(object(folder, file)));
      } else if (place.equals(here) && isAuthority(folder, file)) {
        authorities.add(object(folder, file));
      }
    }
    List<TrustedRoot> read = new ArrayList<>();
    for (JsonValue.Obj root : roots) {
      add(root, read);
      for (JsonValue.Obj authority : authorities) {
        add(root.with("timestampAuthorities", JsonValue.array(authority)), read);
      }
    }
    return read;
  }

  /** Whether a file is one authority out of a trusted root. */
  static boolean isAuthority(Folder folder, String file) {
    JsonValue.Obj object = file.endsWith(".json") ? object(folder, file) : null;
    return object != null && object.get("certChain") != null && object.get("mediaType") == null;
  }

  /** A root with this authority alone. */
  static byte[] rootOf(byte[] authority) {
    return CanonicalJson.write(
        JsonValue.object()
            .with("mediaType", JsonValue.of(TYPE + "+json;version=0.1"))
            .with("certificateAuthorities", JsonValue.array(StrictJson.parse(authority))));
  }

  private static void add(JsonValue.Obj root, List<TrustedRoot> read) {
    try {
      read.add(TrustedRoot.parse(CanonicalJson.write(root)));
    } catch (GovernanceException e) {
      // Judged as a case of its own: here it is only no help.
      return;
    }
  }

  private static JsonValue.Obj inner(JsonValue.@Nullable Obj object) {
    if (object != null && object.get("trustedRoot") instanceof JsonValue.Obj inner) {
      return inner;
    }
    return object == null ? JsonValue.object() : object;
  }

  /** JSON lines, a root each. */
  private static List<JsonValue.Obj> lines(Folder folder, String file) {
    List<JsonValue.Obj> roots = new ArrayList<>();
    try {
      for (String line : new String(folder.read(file), UTF_8).split("\n")) {
        if (!line.isBlank() && StrictJson.parse(line) instanceof JsonValue.Obj object) {
          roots.add(object);
        }
      }
    } catch (GovernanceException | IOException e) {
      return roots;
    }
    return roots;
  }

  private static JsonValue.@Nullable Obj object(Folder folder, String file) {
    try {
      return StrictJson.parse(folder.read(file)) instanceof JsonValue.Obj object ? object : null;
    } catch (GovernanceException | IOException e) {
      return null;
    }
  }
}
