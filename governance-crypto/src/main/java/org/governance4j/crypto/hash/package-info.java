/**
 * The files of an artifact: which they are, what they are called, what their bytes are.
 *
 * <p>{@link org.governance4j.crypto.hash.ModelTree} lists them, {@link
 * org.governance4j.crypto.hash.ManifestHasher} hashes them or their shards, and {@link
 * org.governance4j.crypto.hash.DigestCache} remembers what did not change. {@link
 * org.governance4j.crypto.hash.Blake3} is an implementation of its own because it is several times
 * faster than the others on the JVM.
 */
package org.governance4j.crypto.hash;
