/**
 * Seals what was stored before there was a key, or by one that has been replaced. What is stored, and how it is sealed, is
 * told elsewhere.
 */
@NullMarked
package dev.cellmill.jobapi.secret;

import org.jspecify.annotations.NullMarked;
