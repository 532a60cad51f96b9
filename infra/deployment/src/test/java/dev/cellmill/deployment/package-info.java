/**
 * Holds what operators deploy against the code that runs there: names, ports, variables, bounds, rights.
 * Reads files alone; what needs an engine or a cluster is tried by hand, see CONTRIBUTING.md.
 */
@NullMarked
package dev.cellmill.deployment;

import org.jspecify.annotations.NullMarked;
