package dev.cellmill.worker.provider.chat;

import static java.util.Objects.requireNonNullElse;

import dev.cellmill.common.plan.ProviderProfile.Model;
import dev.cellmill.worker.provider.SettingsReader;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the keys that every kind of chat server has. */
public final class ChatSettings {
    private ChatSettings() {}

    /** @param maxTokens of a model for which none are given, null for no bound */
    public static Map<String, Model> models(SettingsReader reader, @Nullable Integer maxTokens) {
        var models = new LinkedHashMap<String, Model>();
        reader.object("models").objects().forEach((name, model) -> models.put(name, model(model, maxTokens)));
        return models;
    }

    /** Whether the server streams: it does unless it says otherwise. */
    public static boolean streams(SettingsReader reader) {
        return requireNonNullElse(reader.bool("stream"), true);
    }

    /** How the server can be asked for typed answers: by schema, unless it says otherwise. @param known its choices */
    public static Structured structured(SettingsReader reader, Structured... known) {
        Integer choice = reader.choice("structured",
                Stream.of(known).map(each -> each.name().toLowerCase(Locale.ROOT)).toList());
        return choice == null ? Structured.SCHEMA : known[choice];
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
