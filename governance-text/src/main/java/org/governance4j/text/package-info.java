/**
 * Text matching in linear time: terms and regular expressions in RE2's syntax, many at once, and
 * normalisation against obfuscation. Nothing here depends on the rest of the project.
 */
package org.governance4j.text;
