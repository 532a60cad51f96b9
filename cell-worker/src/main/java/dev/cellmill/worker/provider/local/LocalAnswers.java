package dev.cellmill.worker.provider.local;

import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** Computes answers. Thread-safe, and quick: microseconds, not milliseconds. */
@FunctionalInterface
public interface LocalAnswers {

    /** @param inputs rendered; an absent one is the same as an empty one */
    ObjectNode answer(Map<String, String> inputs);
}
