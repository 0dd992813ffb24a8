/** How implementations of the roles are found and made. */
package org.governance4j.spi;
