/**
 * What every service configures alike: its identity, its data source, its shared beans, its order of stopping and its periodic work.
 */
@NullMarked
package dev.cellmill.common.service;

import org.jspecify.annotations.NullMarked;
