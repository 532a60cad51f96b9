/**
 * What every service configures alike: its identity, its data source, its shared beans.
 */
@NullMarked
package dev.cellmill.common.service;

import org.jspecify.annotations.NullMarked;
