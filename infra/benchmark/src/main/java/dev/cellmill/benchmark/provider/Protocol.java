package dev.cellmill.benchmark.provider;

import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** How a call is asked and answered. */
sealed interface Protocol permits ChatProtocol, EmbeddingsProtocol, PlainProtocol, ResponsesProtocol {
    /** @throws UnfitQuestion if it is none of this protocol */
    Question question(String method, URI uri, byte[] body);

    ObjectNode answer(Question question, long sequence, Fate fate);

    /** The pieces of the answer, where it is asked for as a stream; null where it is not. */
    @Nullable
    List<byte[]> pieces(Question question, long sequence, Fate fate);

    /** Whether calls are billed by tokens too. */
    boolean countsTokens();

    /**
     * @param key by which the ledger knows the cell
     * @param model empty where there is none
     * @param stream how the answer is to come
     */
    record Question(String key, String model, Stream stream) {}

    /** Whether an answer is asked for as a stream, and with its usage at the end. */
    enum Stream {
        NONE, PLAIN, WITH_USAGE
    }
}
