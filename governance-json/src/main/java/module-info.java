import org.jspecify.annotations.NullMarked;

/** Strict JSON in, canonical JSON out, and the codecs of schemas, predictions and entries. */
@NullMarked
module org.governance4j.json {
  requires static org.jspecify;
  requires transitive org.governance4j.api;
  requires com.fasterxml.jackson.core;

  exports org.governance4j.json;
}
