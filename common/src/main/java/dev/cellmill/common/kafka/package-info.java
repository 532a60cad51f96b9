/**
 * Topic names, their settings, and their creation.
 */
@NullMarked
package dev.cellmill.common.kafka;

import org.jspecify.annotations.NullMarked;
