package dev.cellmill.worker.provider.chat;

import dev.cellmill.common.plan.ProviderProfile.Model;
import dev.cellmill.worker.provider.SettingsReader;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the keys that every kind of chat server has. */
public final class ChatSettings {
    private static final List<String> YES_OR_NO = List.of("true", "false");

    private ChatSettings() {}

    /** @param maxTokens of a model for which none are given, null for no bound */
    public static Map<String, Model> models(SettingsReader reader, @Nullable Integer maxTokens) {
        var models = new LinkedHashMap<String, Model>();
        reader.object("models").objects().forEach((name, model) -> models.put(name, model(model, maxTokens)));
        return models;
    }

    /** Whether the server streams: it does unless it says otherwise. */
    public static boolean streams(SettingsReader reader) {
        Integer choice = reader.choice("stream", YES_OR_NO);
        return choice == null || choice == 0;
    }

    private static Model model(SettingsReader reader, @Nullable Integer otherwise) {
        BigDecimal input = reader.dollars("inputPerMillion");
        BigDecimal output = reader.dollars("outputPerMillion");
        if ((input == null) != (output == null)) {
            throw reader.complaint(
                    input == null ? "inputPerMillion" : "outputPerMillion",
                    "is missing; give both prices, or none");
        }
        Integer maxTokens = reader.positiveInteger("maxTokens");
        reader.refuseOtherKeys();
        return new Model(input, output, maxTokens == null ? otherwise : maxTokens);
    }
}
