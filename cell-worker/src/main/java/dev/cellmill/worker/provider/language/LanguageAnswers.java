package dev.cellmill.worker.provider.language;

import dev.cellmill.worker.provider.local.LocalAnswers;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The likeliest language of a text; none, with confidence 0, of a text without letters. */
final class LanguageAnswers implements LocalAnswers {
    /** More of a text does not make the answer better. */
    private static final int MAX_LENGTH = 2_000;

    private static final LanguageGuess NONE = new LanguageGuess(null, 0);

    @Override
    public ObjectNode answer(Map<String, String> inputs) {
        LanguageGuess guess = guess(inputs.getOrDefault("text", ""));
        return JsonNodeFactory.instance.objectNode()
                .put("language", guess.language())
                .put("confidence", guess.confidence());
    }

    private static LanguageGuess guess(String whole) {
        String text = PlainText.of(whole.length() > MAX_LENGTH ? whole.substring(0, MAX_LENGTH) : whole);
        Script script = Script.of(text);
        if (script == null) {
            return NONE;
        }
        return script.isOneLanguage()
                ? new LanguageGuess(script.languages().getFirst(), 1)
                : Model.INSTANCE.guess(text, script);
    }

    /** Read at the first text that needs it (about a second), not at the start of a worker that may never see one. */
    private static final class Model {
        static final NgramModel INSTANCE = OpenNlpModel.load();
    }
}
