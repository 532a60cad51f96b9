package dev.cellmill.examples.consumer;

/** What a record holds. */
sealed interface ReadEvent permits CellChange, ReadEvent.Other, ReadEvent.Unreadable {

    /** An event of another kind: a consumer passes over what it does not know. */
    record Other() implements ReadEvent {}

    /** What is no event, or not as it is described. */
    record Unreadable(String place, String why) implements ReadEvent {}
}
