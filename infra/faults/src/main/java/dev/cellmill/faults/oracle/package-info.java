/**
 * What must hold after a round, whatever was done in it: small checks over facts that others have collected.
 * Pure, and each shown to fail on spoiled facts.
 */
@NullMarked
package dev.cellmill.faults.oracle;

import org.jspecify.annotations.NullMarked;
