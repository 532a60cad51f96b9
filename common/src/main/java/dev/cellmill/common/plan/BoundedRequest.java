package dev.cellmill.common.plan;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Whether the tokens that a request is charged for are bounded by its own bytes, which is what a budget reckons with. They are
 * not where it makes the server read something else: an image, a file, what it keeps, what a tool of its own finds. What a text
 * may stand in is listed, so that what is not known counts as unbounded. Pure.
 */
public final class BoundedRequest {
    private static final String KEPT = "refers to what the server keeps";
    private static final String SEARCHES = "makes the server read more than the request says";
    private static final String DEARER = "may cost more than the model's price";
    /** Members that are not to be there. */
    private static final Map<String, String> UNBOUNDED = Map.ofEntries(
            Map.entry("previous_response_id", KEPT), Map.entry("conversation", KEPT), Map.entry("prompt", KEPT),
            Map.entry("data_sources", SEARCHES), Map.entry("web_search_options", SEARCHES),
            Map.entry("plugins", SEARCHES), Map.entry("mcp_servers", SEARCHES), Map.entry("container", SEARCHES),
            Map.entry("chat_template", SEARCHES), Map.entry("audio", DEARER),
            Map.entry("prediction", DEARER), Map.entry("models", DEARER));
    private static final Set<String> TEXTS = Set.of("text", "input_text", "output_text", "refusal");
    private static final Set<String> OWN_TOOLS = Set.of("function", "custom");
    private static final Set<String> CALLS = Set.of("function_call", "custom_tool_call");
    private static final Set<String> CALL_OUTPUTS = Set.of("function_call_output", "custom_tool_call_output");
    private static final Set<String> TIERS = Set.of("auto", "default", "flex", "standard_only");
    /** More answers than a request may ask for. */
    private static final int MOST_ANSWERS = 128;

    private BoundedRequest() {}

    /**
     * What has no bound.
     *
     * @param member its place in the request, as {@code messages[0].content[1].type}
     * @param why a clause that follows its name
     */
    public record Unbounded(String member, String why) {
        /** As a sentence with the remedy. */
        public String sentence() {
            return "\"%s\" %s, so no budget can bound its cost; take it out, or ask without a budget.".formatted(member,
                    why);
        }
    }

    /** @return the first that is found; null if the request is bounded */
    public static @Nullable Unbounded in(JsonNode request, Endpoint endpoint) {
        Unbounded found = inMembers(request);
        found = found != null ? found : inList(request.path("messages"), "messages", BoundedRequest::inMessage);
        found = found != null ? found : inList(request.path("tools"), "tools", BoundedRequest::inTool);
        return found != null ? found : switch (endpoint) {
            case CHAT_COMPLETIONS -> null;
            case EMBEDDINGS -> inEmbedded(request.path("input"));
            case RESPONSES -> {
                Unbounded input = inItems(request.path("input"), "input");
                yield input != null ? input : inItems(request.path("instructions"), "instructions");
            }
        };
    }

    /** Of the members that name what else the server is to do; also those of a step's options. */
    public static @Nullable Unbounded inMembers(JsonNode request) {
        for (String name : request.propertyNames()) {
            String why = UNBOUNDED.get(name);
            if (why != null && !isAbsent(request.get(name))) {
                return new Unbounded(name, why);
            }
        }
        if (request.path("modalities").valueStream().anyMatch(kind -> !kind.asString("").equals("text"))) {
            return new Unbounded("modalities", "asks for more than text");
        }
        if (!isAbsent(request.path("service_tier")) && !TIERS.contains(request.path("service_tier").asString(""))) {
            return new Unbounded("service_tier", DEARER);
        }
        JsonNode answers = request.path("n");
        boolean isCount = answers.isIntegralNumber() && answers.canConvertToInt() && answers.intValue() >= 1
                && answers.intValue() <= MOST_ANSWERS;
        return isAbsent(answers) || isCount
                ? null
                : new Unbounded("n", "is no whole number from 1 to " + MOST_ANSWERS);
    }

    private interface Look {
        @Nullable
        Unbounded in(JsonNode value, String place);
    }

    private static @Nullable Unbounded inList(JsonNode list, String place, Look look) {
        if (isAbsent(list)) {
            return null;
        }
        if (!list.isArray()) {
            return new Unbounded(place, "is no list");
        }
        for (int i = 0; i < list.size(); i++) {
            Unbounded found = look.in(list.get(i), "%s[%d]".formatted(place, i));
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private static @Nullable Unbounded inMessage(JsonNode message, String place) {
        return isAbsent(message.path("audio"))
                ? inContent(message.path("content"), place + ".content")
                : new Unbounded(place + ".audio", KEPT);
    }

    private static @Nullable Unbounded inContent(JsonNode content, String place) {
        return content.isString() ? null : inList(content, place, BoundedRequest::inPart);
    }

    private static @Nullable Unbounded inPart(JsonNode part, String place) {
        String type = part.path("type").asString("");
        return part.isString() || TEXTS.contains(type)
                ? null
                : new Unbounded(place + ".type", "is \"%s\" and no text".formatted(shown(type)));
    }

    private static @Nullable Unbounded inTool(JsonNode tool, String place) {
        String type = tool.path("type").asString("");
        return isAbsent(tool.path("type")) || OWN_TOOLS.contains(type)
                ? null
                : new Unbounded(place + ".type", "is \"%s\", a tool of the server's".formatted(shown(type)));
    }

    /** Of a response. */
    private static @Nullable Unbounded inItems(JsonNode input, String place) {
        return input.isString() ? null : inList(input, place, BoundedRequest::inItem);
    }

    private static @Nullable Unbounded inItem(JsonNode item, String place) {
        String type = item.path("type").asString("message");
        if (type.equals("message")) {
            return inMessage(item, place);
        }
        if (CALL_OUTPUTS.contains(type)) {
            return inContent(item.path("output"), place + ".output");
        }
        if (type.equals("reasoning")) {
            return isAbsent(item.path("encrypted_content"))
                    ? null
                    : new Unbounded(place + ".encrypted_content", "holds a text that cannot be counted");
        }
        return CALLS.contains(type)
                ? null
                : new Unbounded(place + ".type", "is \"%s\" and no text".formatted(shown(type)));
    }

    /** A text, texts, or texts as the tokens they are made of. */
    private static @Nullable Unbounded inEmbedded(JsonNode input) {
        return input.isString()
                ? null
                : inList(input, "input", (each, place) -> each.isString() || each.isIntegralNumber()
                        || each.isArray() && each.valueStream().allMatch(JsonNode::isIntegralNumber)
                                ? null
                                : new Unbounded(place, "is no text"));
    }

    private static boolean isAbsent(JsonNode value) {
        return value.isMissingNode() || value.isNull();
    }

    private static String shown(String type) {
        return type.length() <= 40 ? type : type.substring(0, 40) + "…";
    }
}
