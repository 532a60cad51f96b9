/**
 * The command line: one class for each command. A command reads its arguments, calls the server's HTTP interface and
 * shows the answer; it decides nothing that the services decide.
 */
@NullMarked
package dev.cellmill.standalone.command;

import org.jspecify.annotations.NullMarked;
