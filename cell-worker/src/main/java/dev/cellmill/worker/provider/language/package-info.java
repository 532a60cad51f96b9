/**
 * The language of short texts, by Apache OpenNLP's model cut down to what it tells apart well. Pure; no network.
 */
@NullMarked
package dev.cellmill.worker.provider.language;

import org.jspecify.annotations.NullMarked;
