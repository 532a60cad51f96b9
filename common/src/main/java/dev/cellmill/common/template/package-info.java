/**
 * Mustache over a row's columns and a job's parameters, with every header taken literally. Pure.
 */
@NullMarked
package dev.cellmill.common.template;

import org.jspecify.annotations.NullMarked;
