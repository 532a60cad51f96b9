/**
 * Lists on the wire, the same in every service: a page, its limit, and the opaque cursor to the next. Pure.
 * What a list holds and how it is read belongs to the feature that answers with it.
 */
@NullMarked
package dev.cellmill.common.page;

import org.jspecify.annotations.NullMarked;
