/**
 * JSON at the edge of the library: {@link org.governance4j.json.StrictJson} reads, {@link
 * org.governance4j.json.CanonicalJson} writes, and the codecs between them carry schemas,
 * predictions and ledger entries.
 */
package org.governance4j.json;
