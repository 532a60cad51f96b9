package dev.cellmill.classify;

/** Turns a text into the direction of its meaning. Thread-safe. */
@FunctionalInterface
interface TextVectors {

    Vector of(String text);
}
