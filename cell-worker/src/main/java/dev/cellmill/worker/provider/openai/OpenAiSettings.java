package dev.cellmill.worker.provider.openai;

import static java.util.Objects.requireNonNullElse;

import dev.cellmill.common.plan.ProviderProfile.Model;
import dev.cellmill.worker.provider.ConfidencePointer;
import dev.cellmill.worker.provider.SettingsReader;
import java.math.BigDecimal;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The keys of kind {@code openai}.
 *
 * @param headers sent with each request, the key's among them; may hold secrets
 * @param maxTokensName how the server calls the bound on an answer
 * @param logprobs whether the server is asked for its tokens' probabilities
 * @param confidence where in a JSON answer it stands, null if nowhere
 */
record OpenAiSettings(URI completions, Map<String, String> headers, Map<String, Model> models, String maxTokensName,
        Structured structured, boolean logprobs, @Nullable ConfidencePointer confidence) {
    private static final URI OPENAI = URI.create("https://api.openai.com/v1");
    private static final String OLD_NAME = "max_tokens";
    private static final String NEW_NAME = "max_completion_tokens";

    OpenAiSettings {
        headers = Map.copyOf(headers);
    }

    static OpenAiSettings read(SettingsReader reader) {
        URI base = requireNonNullElse(reader.httpAddress("baseUrl"), OPENAI);
        Map<String, String> headers = new LinkedHashMap<>();
        String key = reader.text("apiKey");
        if (key != null) {
            headers.put("Authorization", "Bearer " + key);
        }
        headers.putAll(reader.object("headers").headers());
        Integer name = reader.choice("maxTokensParameter", List.of(OLD_NAME, NEW_NAME));
        boolean isNew = name == null ? knowsNewName(base) : name == 1;
        return new OpenAiSettings(
                URI.create(base + "/chat/completions"),
                headers,
                models(reader.object("models")),
                isNew ? NEW_NAME : OLD_NAME,
                structured(reader),
                requireNonNullElse(reader.bool("logprobs"), false),
                ConfidencePointer.read(reader));
    }

    private static Structured structured(SettingsReader reader) {
        Integer choice = reader.choice("structured", List.of("schema", "json", "none"));
        return choice == null ? Structured.SCHEMA : Structured.values()[choice];
    }

    /** OpenAI's newer models refuse the old name, most other servers know no other. */
    private static boolean knowsNewName(URI base) {
        String host = base.getHost();
        return host.equals("api.openai.com") || host.endsWith(".openai.azure.com");
    }

    private static Map<String, Model> models(SettingsReader reader) {
        var models = new LinkedHashMap<String, Model>();
        reader.objects().forEach((name, model) -> models.put(name, model(model)));
        return models;
    }

    private static Model model(SettingsReader reader) {
        BigDecimal input = reader.dollars("inputPerMillion");
        BigDecimal output = reader.dollars("outputPerMillion");
        if ((input == null) != (output == null)) {
            throw reader.complaint(
                    input == null ? "inputPerMillion" : "outputPerMillion",
                    "is missing; give both prices, or none");
        }
        Integer maxTokens = reader.positiveInteger("maxTokens");
        reader.refuseOtherKeys();
        return new Model(input, output, maxTokens);
    }

    @Override
    public String toString() {
        return "OpenAiSettings[" + completions.getHost() + "]";
    }
}
