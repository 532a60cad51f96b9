/**
 * What a tenant may have and spend: the operator's limits, and whether one is reached.
 * Jobs are paused and resumed because of it in {@code control}.
 */
@NullMarked
package dev.cellmill.jobapi.quota;

import org.jspecify.annotations.NullMarked;
