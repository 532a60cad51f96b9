package dev.cellmill.worker.provider.transport;

import dev.cellmill.common.json.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * Takes the operator's secrets out of everything that is shown: as they are, as URLs write them, and either of these as
 * JSON may spell it, also where it lies in a text within a text. Thread-safe.
 */
public final class Secrets {
    /** Shorter ones are no secrets, and taking them out would leave nothing readable. */
    private static final int SHORTEST = 4;
    private static final Pattern PERCENT = Pattern.compile("%[0-9A-F]{2}");
    /** Numbers keep all their digits. */
    private static final ObjectReader EXACT = Json.MAPPER.reader()
            .with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    private static final int LETTERS = 128;

    private final List<SpelledText> forms;
    /** By the last bits of a character: whether a form may begin with it. Nearly all characters of a text end here. */
    private final boolean[] begins = new boolean[LETTERS];
    private final Secrets inAnswers;

    /** All of them are taken out of answers too. */
    public Secrets(Collection<String> secrets) {
        this(secrets, secrets);
    }

    /** @param inAnswers of them those that are taken out of answers too, for which an answer may lose no word too many */
    public Secrets(Collection<String> secrets, Collection<String> inAnswers) {
        this.forms = secrets.stream()
                .map(String::strip)
                .filter(secret -> secret.length() >= SHORTEST)
                .flatMap(Secrets::formsOf)
                .distinct()
                .map(SpelledText::new)
                .toList();
        if (!forms.isEmpty()) {
            begins['\\'] = true;
            forms.forEach(form -> begins[form.text().charAt(0) % LETTERS] = true);
        }
        this.inAnswers = inAnswers.equals(secrets) ? this : new Secrets(inAnswers);
    }

    /** What is taken out of answers. */
    public Secrets inAnswers() {
        return inAnswers;
    }

    /** The same text where there is none in it. */
    public String redact(String text) {
        var redactor = new Redactor(this);
        String safe = redactor.add(text);
        String rest = redactor.end();
        return rest.isEmpty() ? safe : safe.isEmpty() ? rest : safe + rest;
    }

    /** Within its texts and names; numbers are never written where a secret was sent. Changes the value itself. */
    public JsonNode redact(JsonNode value) {
        if (value.isString()) {
            String redacted = redact(value.stringValue());
            return redacted.equals(value.stringValue()) ? value : StringNode.valueOf(redacted);
        }
        if (value instanceof ObjectNode object) {
            Map<String, JsonNode> members = new LinkedHashMap<>();
            object.properties().forEach(member -> members.put(redact(member.getKey()), redact(member.getValue())));
            object.removeAll().setAll(members);
        } else if (value instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, redact(array.get(i)));
            }
        }
        return value;
    }

    /** As a text, and still JSON; byte for byte the same where there is none in it. */
    public String redactDocument(String json) {
        String redacted = redact(json);
        if (redacted.equals(json)) {
            return json;
        }
        try {
            return redact(EXACT.readTree(json)).toString();
        } catch (JacksonException e) {
            return redacted;
        }
    }

    public @Nullable String redactIfAny(@Nullable String text) {
        return text == null ? null : redact(text);
    }

    boolean mayBeginWith(char letter) {
        return begins[letter % LETTERS];
    }

    List<SpelledText> forms() {
        return forms;
    }

    @Override
    public String toString() {
        return "Secrets[" + forms.size() + "]";
    }

    private static Stream<String> formsOf(String secret) {
        String encoded = URLEncoder.encode(secret, StandardCharsets.UTF_8);
        return Stream.of(secret, encoded, encoded.replace("+", "%20")).flatMap(form -> Stream.of(form,
                PERCENT.matcher(form).replaceAll(octet -> octet.group().toLowerCase(Locale.ROOT))));
    }
}
