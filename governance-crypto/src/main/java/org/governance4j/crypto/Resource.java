package org.governance4j.crypto;

import org.governance4j.Digest;

/**
 * A signed file.
 *
 * @param name relative, with {@code /}
 * @param digest its SHA-256
 */
record Resource(String name, Digest digest) {}
