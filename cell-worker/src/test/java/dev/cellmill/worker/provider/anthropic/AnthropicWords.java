package dev.cellmill.worker.provider.anthropic;

import dev.cellmill.common.json.Json;
import dev.cellmill.worker.provider.Provider;
import dev.cellmill.worker.provider.ProviderSettings;
import dev.cellmill.worker.provider.transport.HttpCalls;
import java.net.URI;
import java.util.Set;

/** What a server of this protocol says, and a provider that asks it. */
final class AnthropicWords {
    private AnthropicWords() {}

    static Provider provider(URI server, String secret, HttpCalls calls) {
        String values = """
                {"kind":"anthropic","baseUrl":"%s/","apiKey":"%s","models":{
                "small":{"inputPerMillion":1.00,"outputPerMillion":5.00}}}""".formatted(server, secret);
        return new AnthropicProviderFactory(calls).create(
                new ProviderSettings("claude", Json.MAPPER.readTree(values), "hash", null, Set.of(), false, null));
    }

    static String message(String content, String reason) {
        return """
                {"id":"m1","type":"message","role":"assistant","model":"small","content":[%s],"stop_reason":"%s",
                "usage":{"input_tokens":7,"cache_creation_input_tokens":2,"cache_read_input_tokens":1,"output_tokens":3}}"""
                .formatted(content, reason);
    }

    static String text(String text) {
        return "{\"type\":\"text\",\"text\":" + Json.MAPPER.writeValueAsString(text) + "}";
    }

    static String event(String type, String rest) {
        return "event: %1$s\ndata: {\"type\":\"%1$s\"%2$s}\n\n".formatted(type, rest);
    }
}
