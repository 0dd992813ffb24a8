/**
 * The main job end to end: a model that decides is trained, signed, approved, governed, attacked.
 */
@NullMarked
package org.governance4j.cli.demo;

import org.jspecify.annotations.NullMarked;
