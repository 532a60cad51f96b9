/**
 * The REST interface as the command line speaks it. Knows HTTP and JSON; prints nothing and asks nothing.
 */
@NullMarked
package dev.cellmill.standalone.client;

import org.jspecify.annotations.NullMarked;
