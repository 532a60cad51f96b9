/**
 * Everything in one process: broker, database and the three services, composed and stopped in order. What the services
 * do is theirs; what a person types is the command line's.
 */
@NullMarked
package dev.cellmill.standalone;

import org.jspecify.annotations.NullMarked;
