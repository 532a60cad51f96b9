/**
 * What holds for every request and answer before and after a handler: headers, bounds, and refusals by the web server
 * itself. Who may ask is told elsewhere.
 */
@NullMarked
package dev.cellmill.common.edge;

import org.jspecify.annotations.NullMarked;
