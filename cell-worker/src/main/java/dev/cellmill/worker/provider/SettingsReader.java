package dev.cellmill.worker.provider;

import dev.cellmill.common.problem.DidYouMean;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Reads one object of the provider configuration key by key, and names the key in every complaint. A value that names
 * an unset variable counts as absent where its form matters. Ends with {@link #refuseOtherKeys}. Not thread-safe.
 */
public final class SettingsReader {
    private static final Pattern DURATION = Pattern.compile("\\d{1,9}(ms|s|m|h|d)");
    private static final Pattern SIZE = Pattern.compile("[1-9]\\d{0,5}(B|KB|MB|GB)");
    private static final Pattern HEADER_NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,200}");
    private static final Set<String> OWN_HEADERS = Set.of(
            "connection", "content-length", "expect", "host", "upgrade", "transfer-encoding");

    private final String path;
    private final JsonNode values;
    private final @Nullable String missingVariable;
    private final Set<String> secrets;
    private final Set<String> known = new LinkedHashSet<>();

    SettingsReader(String path, JsonNode values, @Nullable String missingVariable, Set<String> secrets) {
        this.path = path;
        this.secrets = secrets;
        this.values = values;
        this.missingVariable = missingVariable;
        if (!values.isObject()) {
            throw new InvalidProviderSettings(
                    (path.isEmpty() ? "the whole" : path) + " holds keys and values; indent them below it");
        }
    }

    /** Over a provider's values; its {@code kind} counts as read. */
    public static SettingsReader of(ProviderSettings settings) {
        var reader = new SettingsReader("providers." + settings.name(), settings.values(), settings.missingVariable(),
                settings.secrets());
        reader.known.add("kind");
        return reader;
    }

    public @Nullable String text(String key) {
        JsonNode value = node(key);
        if (value == null) {
            return null;
        }
        if (!value.isValueNode()) {
            throw complaint(key, "is a text, not a list or keys and values");
        }
        String text = value.asString().strip();
        return text.isEmpty() ? null : text;
    }

    public String requiredText(String key, String remedy) {
        String text = text(key);
        if (text == null) {
            throw complaint(key, "is missing; " + remedy);
        }
        return text;
    }

    public @Nullable Integer positiveInteger(String key) {
        BigDecimal number = number(key);
        if (number == null) {
            return null;
        }
        try {
            int value = number.intValueExact();
            if (value >= 1) {
                return value;
            }
        } catch (ArithmeticException e) {
            // said below, for every number that is none of those
        }
        throw complaint(key, "is a whole number from 1 to 2147483647, not " + shown(number.toPlainString()));
    }

    /** USD, from 0. */
    public @Nullable BigDecimal dollars(String key) {
        BigDecimal number = number(key);
        if (number != null && number.signum() < 0) {
            throw complaint(key, "is USD from 0, not " + shown(number.toPlainString()));
        }
        return number;
    }

    public @Nullable Duration duration(String key) {
        String text = form(key);
        if (text == null) {
            return null;
        }
        if (!DURATION.matcher(text).matches()) {
            throw complaint(key, "is a time such as 500ms, 90s, 5m, 12h or 30d, not " + shown(text));
        }
        Duration duration = DurationStyle.SIMPLE.parse(text);
        if (duration.isZero()) {
            throw complaint(key, "is longer than nothing");
        }
        return duration;
    }

    /** An address that ends where paths can be added: no query, no slash at its end. */
    public @Nullable URI httpAddress(String key) {
        String text = form(key);
        if (text == null) {
            return null;
        }
        try {
            URI address = new URI(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
            boolean isHttp = "http".equals(address.getScheme()) || "https".equals(address.getScheme());
            if (isHttp && address.getHost() != null && address.getRawUserInfo() == null && address.getRawQuery() == null
                    && address.getRawFragment() == null) {
                return address;
            }
        } catch (URISyntaxException e) {
            // said below
        }
        throw complaint(
                key,
                "is an address such as https://api.example.com/v1, without user, query or fragment, not "
                        + shown(text));
    }

    public @Nullable Boolean bool(String key) {
        Integer choice = choice(key, List.of("true", "false"));
        return choice == null ? null : choice == 0;
    }

    /** @return the place in {@code choices}, null if absent */
    public @Nullable Integer choice(String key, List<String> choices) {
        String text = form(key);
        if (text == null) {
            return null;
        }
        if (!choices.contains(text)) {
            throw complaint(key, "is one of " + String.join(", ", choices) + ", not " + shown(text));
        }
        return choices.indexOf(text);
    }

    /** The texts of a list in their order; null if absent. */
    public @Nullable List<String> list(String key) {
        JsonNode value = node(key);
        if (value == null) {
            return null;
        }
        if (!value.isArray() || value.valueStream().anyMatch(element -> !element.isValueNode() || element.isNull())) {
            throw complaint(key, "is a list of texts such as [a, b]");
        }
        return value.valueStream().map(JsonNode::asString).toList();
    }

    /** A size in bytes, of at least one. */
    public @Nullable Long bytes(String key) {
        String text = form(key);
        if (text == null) {
            return null;
        }
        if (!SIZE.matcher(text).matches()) {
            throw complaint(key, "is a size such as 500KB, 64MB or 1GB, not " + shown(text));
        }
        return DataSize.parse(text).toBytes();
    }

    /** An object below this one; empty if absent. */
    public SettingsReader object(String key) {
        JsonNode value = node(key);
        return new SettingsReader(place(key), value == null ? JsonNodeFactory.instance.objectNode() : value,
                missingVariable, secrets);
    }

    /** The objects below this one by their key, in their order; all keys count as read. */
    public Map<String, SettingsReader> objects() {
        var objects = new LinkedHashMap<String, SettingsReader>();
        for (String key : values.propertyNames()) {
            objects.put(key, object(key));
        }
        return objects;
    }

    /** The texts below this object by their key, in their order; all keys count as read. */
    public Map<String, String> texts() {
        var texts = new LinkedHashMap<String, String>();
        for (String key : values.propertyNames()) {
            texts.put(key, requiredText(key, "give it a text or leave it out"));
        }
        return texts;
    }

    /** All that is read here. */
    JsonNode values() {
        return values;
    }

    /** The texts below this object as HTTP headers. */
    public Map<String, String> headers() {
        Map<String, String> headers = texts();
        for (String name : headers.keySet()) {
            if (!HEADER_NAME.matcher(name).matches()) {
                throw complaint(name, "is no name of a header; take letters, digits and -");
            }
            if (OWN_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
                throw complaint(name, "is a header that the connection sets itself; leave it out");
            }
        }
        return headers;
    }

    /** As it stands; null if absent. */
    public @Nullable JsonNode node(String key) {
        known.add(key);
        JsonNode value = values.get(key);
        return value == null || value.isNull() ? null : value;
    }

    /** Whether the text names a variable that is not set, so that nothing can be said of its form. */
    public boolean isUnresolved(String text) {
        return missingVariable != null && Variables.namesAny(text);
    }

    public InvalidProviderSettings complaint(String key, String what) {
        return new InvalidProviderSettings(place(key) + " " + what);
    }

    /** @throws InvalidProviderSettings if a key stands here that none of the calls before asked for */
    public void refuseOtherKeys() {
        for (String key : values.propertyNames()) {
            if (!known.contains(key)) {
                throw complaint(key, "is unknown." + DidYouMean.among(known, key));
            }
        }
    }

    /** What a variable put in is not repeated: it may be a secret in the wrong place. */
    private String shown(String text) {
        return secrets.stream().anyMatch(text::contains) ? "what a variable put there" : text;
    }

    private String place(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    private @Nullable BigDecimal number(String key) {
        String text = form(key);
        if (text == null) {
            return null;
        }
        try {
            var number = new BigDecimal(text);
            if (number.precision() <= 30 && Math.abs(number.scale()) <= 30) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw complaint(key, "is a number, not " + shown(text));
    }

    private @Nullable String form(String key) {
        String text = text(key);
        return text == null || isUnresolved(text) ? null : text;
    }
}
