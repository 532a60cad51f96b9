/**
 * Intake of sheets: bodies of CSV and JSON read strictly and stored in short transactions, listed and deleted.
 * Nothing here knows what a job does with a sheet, only whether an open one holds it.
 */
@NullMarked
package dev.cellmill.jobapi.sheet;

import org.jspecify.annotations.NullMarked;
