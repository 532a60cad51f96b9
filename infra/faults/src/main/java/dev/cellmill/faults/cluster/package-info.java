/**
 * The processes of a rig and the ways between them: services, broker, database, providers, webhook sink, proxies and
 * file systems of their own. What can be done to them stands here, when it is done does not.
 */
@NullMarked
package dev.cellmill.faults.cluster;

import org.jspecify.annotations.NullMarked;
