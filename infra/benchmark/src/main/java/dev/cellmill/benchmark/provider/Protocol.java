package dev.cellmill.benchmark.provider;

import java.net.URI;
import tools.jackson.databind.node.ObjectNode;

/** How a call is asked and answered. */
sealed interface Protocol permits ChatProtocol, PlainProtocol {
    /** @throws UnfitQuestion if it is none of this protocol */
    Question question(String method, URI uri, byte[] body);

    ObjectNode answer(Question question, long sequence, Fate fate);

    /** Whether calls are billed by tokens too. */
    boolean countsTokens();

    /**
     * @param key by which the ledger knows the cell
     * @param model empty where there is none
     */
    record Question(String key, String model) {}
}
