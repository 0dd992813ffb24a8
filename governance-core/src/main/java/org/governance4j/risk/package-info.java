/** The deployment gate: no model runs without a verified signature and a proven approval. */
package org.governance4j.risk;
