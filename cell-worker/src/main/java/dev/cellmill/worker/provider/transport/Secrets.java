package dev.cellmill.worker.provider.transport;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** Takes the operator's secrets, as they are and as URLs and JSON write them, out of everything that is shown. */
public final class Secrets {
    /** Shorter ones are no secrets, and taking them out would leave nothing readable. */
    private static final int SHORTEST = 4;

    private static final String IN_PLACE = "[secret]";

    /** The longest first, since one may be a part of another. */
    private final List<String> forms;

    public Secrets(Collection<String> secrets) {
        this.forms = secrets.stream()
                .map(String::strip)
                .filter(secret -> secret.length() >= SHORTEST)
                .flatMap(Secrets::formsOf)
                .distinct()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }

    public String redact(String text) {
        String redacted = text;
        for (String form : forms) {
            redacted = redacted.replace(form, IN_PLACE);
        }
        return redacted;
    }

    /** Within its texts; numbers and names are never written where a secret was sent. */
    public JsonNode redact(JsonNode value) {
        if (value.isString()) {
            String redacted = redact(value.stringValue());
            return redacted.equals(value.stringValue()) ? value : StringNode.valueOf(redacted);
        }
        if (value instanceof ObjectNode object) {
            object.properties().forEach(member -> member.setValue(redact(member.getValue())));
        } else if (value instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, redact(array.get(i)));
            }
        }
        return value;
    }

    /** How many characters at the end may be the beginning of a secret, where more text is to follow. */
    public int openEnd(String text) {
        return forms.stream().mapToInt(form -> openEnd(text, form)).max().orElse(0);
    }

    private static int openEnd(String text, String form) {
        for (int length = Math.min(form.length() - 1, text.length()); length > 0; length--) {
            if (text.endsWith(form.substring(0, length))) {
                return length;
            }
        }
        return 0;
    }

    public @Nullable String redactIfAny(@Nullable String text) {
        return text == null ? null : redact(text);
    }

    @Override
    public String toString() {
        return "Secrets[" + forms.size() + "]";
    }

    private static Stream<String> formsOf(String secret) {
        String encoded = URLEncoder.encode(secret, StandardCharsets.UTF_8);
        String quoted = secret.replace("\\", "\\\\").replace("\"", "\\\"");
        return Stream.of(secret, encoded, encoded.replace("+", "%20"), quoted, quoted.replace("/", "\\/"));
    }
}
