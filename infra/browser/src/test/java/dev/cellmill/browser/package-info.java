/**
 * The page as people meet it: a real browser, a whole standalone, and a model whose answers are made up. Nothing here looks
 * into the page's scripts but where a figure is theirs.
 */
@NullMarked
package dev.cellmill.browser;

import org.jspecify.annotations.NullMarked;
