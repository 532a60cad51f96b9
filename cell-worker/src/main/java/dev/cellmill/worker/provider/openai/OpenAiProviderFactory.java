package dev.cellmill.worker.provider.openai;

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
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Kind {@code openai}. */
@Component
final class OpenAiProviderFactory extends ChatProviderFactory {
    private static final URI OPENAI = URI.create("https://api.openai.com/v1");
    private static final String OLD_NAME = "max_tokens";
    private static final String NEW_NAME = "max_completion_tokens";

    OpenAiProviderFactory(HttpCalls calls) {
        super(calls);
    }

    @Override
    public String kind() {
        return "openai";
    }

    @Override
    protected ChatServer read(SettingsReader reader) {
        URI base = requireNonNullElse(reader.httpAddress("baseUrl"), OPENAI);
        Map<String, String> headers = new HashMap<>();
        String key = reader.text("apiKey");
        if (key != null) {
            headers.put("Authorization", "Bearer " + key);
        }
        headers.putAll(reader.object("headers").headers());
        Integer name = reader.choice("maxTokensParameter", List.of(OLD_NAME, NEW_NAME));
        boolean isNew = name == null ? knowsNewName(base) : name == 1;
        return new ChatServer(
                new ChatCompletions(
                        isNew ? NEW_NAME : OLD_NAME,
                        ChatSettings.structured(reader, Structured.values()),
                        requireNonNullElse(reader.bool("logprobs"), false)),
                URI.create(base + "/chat/completions"),
                headers,
                ChatSettings.models(reader, null),
                ChatSettings.streams(reader),
                ConfidencePointer.read(reader));
    }

    /** OpenAI's newer models refuse the old name, most other servers know no other. */
    private static boolean knowsNewName(URI base) {
        String host = base.getHost();
        return host.equals("api.openai.com") || host.endsWith(".openai.azure.com");
    }
}
