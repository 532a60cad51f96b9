/**
 * What operators look at, held against a real Prometheus: dashboards, recording rules and alerts over a standalone that
 * works. Judged by whether they show anything, not by how it looks.
 */
@NullMarked
package dev.cellmill.benchmark.monitoring;

import org.jspecify.annotations.NullMarked;
