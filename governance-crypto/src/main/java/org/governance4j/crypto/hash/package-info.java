/** The files of an artifact: which they are, what they are called, what their bytes are. */
package org.governance4j.crypto.hash;
