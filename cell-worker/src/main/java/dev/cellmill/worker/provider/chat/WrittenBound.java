package dev.cellmill.worker.provider.chat;

import dev.cellmill.common.plan.BoundedRequest;
import dev.cellmill.common.plan.Endpoint;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Holds a request that is handed through to the tokens that its job's budget set aside for its answer. Pure. */
final class WrittenBound {
    private static final String OLD = "max_tokens";
    private static final String NEW = "max_completion_tokens";
    private static final String OF_RESPONSES = "max_output_tokens";
    private static final List<String> NAMES = List.of(OLD, NEW, OF_RESPONSES);

    private WrittenBound() {}

    /**
     * A request that says nothing, or nothing in words that the server is known to heed, is given the bound. A chat's newer
     * word is put into the older one for a server that is asked by that.
     *
     * @param most tokens of all its answers together
     * @param name how the server calls the bound
     * @return what is wrong with a request that asks for more, as a clause; null if nothing is
     */
    static @Nullable String hold(ObjectNode request, Endpoint endpoint, int most, String name) {
        BoundedRequest.Unbounded unbounded = BoundedRequest.in(request, endpoint);
        if (unbounded != null) {
            return unbounded.sentence();
        }
        if (name.equals(OLD) && !request.hasNonNull(OLD) && request.hasNonNull(NEW)) {
            request.set(OLD, request.remove(NEW));
        }
        List<JsonNode> said = NAMES.stream().map(request::get).filter(value -> value != null && !value.isNull())
                .toList();
        if (!endpoint.writes()) {
            return null;
        }
        long answers = request.path("n").canConvertToLong() ? Math.max(1, request.path("n").longValue()) : 1;
        boolean isHeeded = request.hasNonNull(name)
                || endpoint == Endpoint.CHAT_COMPLETIONS && request.hasNonNull(OLD);
        if (!isHeeded) {
            request.put(name, (int) Math.max(1, most / answers));
        }
        boolean fits = said.stream().allMatch(value -> value.isIntegralNumber() && value.canConvertToInt()
                && value.intValue() * answers <= most) && answers <= most;
        return fits
                ? null
                : ("the request may be answered with more than the %,d tokens that its job's budget reckons with; ask"
                        + " for less, or raise maxTokens of the model in the provider's configuration")
                        .formatted(most);
    }
}
