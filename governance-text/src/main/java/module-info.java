import org.jspecify.annotations.NullMarked;

/** Linear-time text matching. */
@NullMarked
module org.governance4j.text {
  requires static org.jspecify;

  exports org.governance4j.text;
}
