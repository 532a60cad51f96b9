/**
 * The benchmarks behind {@code ./cellmill bench}: each drives a standalone over HTTP as a user would and prints its figures
 * as JSON lines. Nothing here is part of the product, and no figure is taken in a test.
 */
@NullMarked
package dev.cellmill.benchmark;

import org.jspecify.annotations.NullMarked;
