/**
 * The arithmetic of estimates: what a job's steps are expected to take, added up to money and time.
 * Pure; whoever asks brings the figures.
 */
@NullMarked
package dev.cellmill.jobapi.estimate;

import org.jspecify.annotations.NullMarked;
