/**
 * The provider {@code classify}. Here live the sentence model, what is made of its vectors, and the provider; the rest of
 * the worker is known only by its provider interfaces.
 */
@NullMarked
package dev.cellmill.classify;

import org.jspecify.annotations.NullMarked;
