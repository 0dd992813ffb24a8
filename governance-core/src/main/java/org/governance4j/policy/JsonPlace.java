package org.governance4j.policy;

import org.jspecify.annotations.Nullable;

/**
 * Where in a JSON value something is: a JSON pointer (RFC 6901) that is written out only if it is
 * asked for. A member that the schema does not name appears as {@code *}: its name was chosen by
 * whoever wrote the value, and may hold anything.
 *
 * @param parent the place around it, null at the root
 * @param segment the name of a member, or the index of an item
 */
record JsonPlace(@Nullable JsonPlace parent, String segment) {
  /** The whole value. */
  static final JsonPlace ROOT = new JsonPlace(null, "");

  JsonPlace member(String name) {
    return new JsonPlace(this, name.replace("~", "~0").replace("/", "~1"));
  }

  JsonPlace unnamed() {
    return new JsonPlace(this, "*");
  }

  JsonPlace item(int index) {
    return new JsonPlace(this, Integer.toString(index));
  }

  /** The pointer; the empty one is that of the whole value. */
  String pointer() {
    return parent == null ? "" : parent.pointer() + "/" + segment;
  }
}
