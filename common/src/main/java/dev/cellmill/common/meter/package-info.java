/**
 * What the meters of all services have in common. Meters themselves stand beside what they measure; none has a tag of
 * which there may be any number, as a job, a row or a tenant.
 */
@NullMarked
package dev.cellmill.common.meter;

import org.jspecify.annotations.NullMarked;
