/**
 * RFC 9457 problem details: the closed list of types, and how a service answers with one.
 */
@NullMarked
package dev.cellmill.common.problem;

import org.jspecify.annotations.NullMarked;
