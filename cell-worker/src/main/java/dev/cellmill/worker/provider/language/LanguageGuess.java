package dev.cellmill.worker.provider.language;

import org.jspecify.annotations.Nullable;

/**
 * @param language ISO 639-1, null for none
 * @param confidence 0 to 1
 */
record LanguageGuess(@Nullable String language, double confidence) {}
