package org.governance4j.policy;

/**
 * A field that a rule reads, resolved for a schema.
 *
 * @param index its index in the schema
 * @param name its name
 * @param sensitive whether its values must not appear in a violation: because the schema says so,
 *     or because it is free text
 */
record BoundField(int index, String name, boolean sensitive) {}
