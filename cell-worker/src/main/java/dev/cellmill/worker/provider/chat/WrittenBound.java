package dev.cellmill.worker.provider.chat;

import dev.cellmill.common.plan.Endpoint;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Holds a request that is handed through to the tokens that its job's budget set aside for its answer. Pure. */
final class WrittenBound {
    private static final List<String> NAMES = List.of("max_tokens", "max_completion_tokens", "max_output_tokens");

    private WrittenBound() {}

    /**
     * A request that says nothing is given the bound.
     *
     * @param most tokens of all its answers together
     * @param name how the server calls the bound
     * @return what is wrong with a request that asks for more, as a clause; null if nothing is
     */
    static @Nullable String hold(ObjectNode request, Endpoint endpoint, int most, String name) {
        if (!endpoint.writes()) {
            return null;
        }
        List<JsonNode> said = Stream.of(NAMES).flatMap(List::stream).map(request::get)
                .filter(value -> value != null && !value.isNull()).toList();
        long answers = request.path("n").canConvertToLong() ? Math.max(1, request.path("n").longValue()) : 1;
        if (said.isEmpty()) {
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
