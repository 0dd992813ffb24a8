/**
 * X.509 for the verifiers of this module: public keys and what they sign, certificates and their
 * paths, signed certificate timestamps and timestamp tokens. Not exported.
 *
 * <p>DER is read strictly, so that one thing has one spelling; nothing is looked up from security
 * providers but digests.
 */
@NullMarked
package org.governance4j.crypto.x509;

import org.jspecify.annotations.NullMarked;
