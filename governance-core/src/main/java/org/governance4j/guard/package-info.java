/** The guard beside a model, and the default assembly of everything around it. */
package org.governance4j.guard;
