/**
 * What log lines say beside their text: whose cell they are about.
 */
@NullMarked
package dev.cellmill.common.log;

import org.jspecify.annotations.NullMarked;
