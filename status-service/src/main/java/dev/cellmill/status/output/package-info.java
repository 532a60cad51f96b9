/**
 * What attempts write while they run, and answers too long for a message: stored as it comes, read back whole or in
 * part. Decides nothing about cells; the fold does, once a text is here.
 */
@NullMarked
package dev.cellmill.status.output;

import org.jspecify.annotations.NullMarked;
