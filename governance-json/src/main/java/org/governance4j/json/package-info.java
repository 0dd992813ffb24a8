/**
 * JSON at the edge of the library: {@link org.governance4j.json.StrictJson} reads, {@link
 * org.governance4j.json.CanonicalJson} writes, and the codecs between them carry schemas,
 * predictions and ledger entries. {@link org.governance4j.json.EntryBody} reads and writes what
 * entries of known types say.
 */
package org.governance4j.json;
