/**
 * Topic names, their settings, and their creation; how what is read is committed and repeated.
 */
@NullMarked
package dev.cellmill.common.kafka;

import org.jspecify.annotations.NullMarked;
