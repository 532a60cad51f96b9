/**
 * Who a request comes from: keys, the one filter that asks for them, and the caller that controllers are given.
 * Making and revoking keys belongs to job-api.
 */
@NullMarked
package dev.cellmill.common.access;

import org.jspecify.annotations.NullMarked;
