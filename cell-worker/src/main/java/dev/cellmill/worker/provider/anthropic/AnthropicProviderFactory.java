package dev.cellmill.worker.provider.anthropic;

import static java.util.Objects.requireNonNullElse;

import dev.cellmill.worker.provider.ConfidencePointer;
import dev.cellmill.worker.provider.SettingsReader;
import dev.cellmill.worker.provider.chat.ChatProviderFactory;
import dev.cellmill.worker.provider.chat.ChatServer;
import dev.cellmill.worker.provider.chat.ChatSettings;
import dev.cellmill.worker.provider.chat.Structured;
import dev.cellmill.worker.provider.transport.HttpCalls;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Kind {@code anthropic}. */
@Component
final class AnthropicProviderFactory extends ChatProviderFactory {
    private static final URI ANTHROPIC = URI.create("https://api.anthropic.com");

    AnthropicProviderFactory(HttpCalls calls) {
        super(calls);
    }

    @Override
    public String kind() {
        return "anthropic";
    }

    @Override
    protected ChatServer read(SettingsReader reader) {
        URI base = requireNonNullElse(reader.httpAddress("baseUrl"), ANTHROPIC);
        Map<String, String> headers = new HashMap<>();
        String key = reader.text("apiKey");
        if (key != null) {
            headers.put("x-api-key", key);
        }
        headers.putAll(reader.object("headers").headers());
        return new ChatServer(
                new Messages(ChatSettings.structured(reader, Structured.SCHEMA, Structured.NONE) == Structured.SCHEMA),
                URI.create(base + "/v1/messages"),
                headers,
                ChatSettings.models(reader, MessagesRequest.MAX_TOKENS),
                ChatSettings.streams(reader),
                ConfidencePointer.read(reader));
    }
}
