package dev.cellmill.worker.provider.http;

import static java.util.Objects.requireNonNullElse;

import dev.cellmill.common.template.InvalidTemplate;
import dev.cellmill.common.template.Template;
import dev.cellmill.worker.provider.ConfidencePointer;
import dev.cellmill.worker.provider.SettingsReader;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import tools.jackson.databind.JsonNode;

/**
 * The keys of kind {@code http}.
 *
 * @param confidence where in the answer it stands, null if nowhere
 * @param costPerCall USD
 */
record HttpSettings(
        HttpMethod method,
        FixedHostUrl url,
        Map<String, Template> headers,
        @Nullable BodyTemplate body,
        @Nullable ConfidencePointer confidence,
        BigDecimal costPerCall) {
    private static final List<String> METHODS = List.of("GET", "POST", "PUT", "PATCH");
    private static final String UNSET = "http://unset.invalid";

    static HttpSettings read(SettingsReader reader) {
        SettingsReader request = reader.object("request");
        BodyTemplate body = body(request);
        var read = new HttpSettings(
                method(request, body),
                url(request),
                headers(request.object("headers")),
                body,
                ConfidencePointer.read(reader),
                requireNonNullElse(reader.dollars("costPerCall"), BigDecimal.ZERO));
        request.refuseOtherKeys();
        return read;
    }

    /** The names that its templates use. */
    SortedSet<String> references() {
        var names = new TreeSet<>(url.references());
        headers.values().forEach(header -> names.addAll(header.references()));
        if (body != null) {
            names.addAll(body.references());
        }
        return names;
    }

    @Override
    public String toString() {
        return "HttpSettings[" + method + "]";
    }

    private static HttpMethod method(SettingsReader request, @Nullable BodyTemplate body) {
        Integer choice = request.choice("method", METHODS);
        String method = choice == null ? body == null ? "GET" : "POST" : METHODS.get(choice);
        if (method.equals("GET") && body != null) {
            throw request.complaint("method", "is POST, PUT or PATCH where there is a body");
        }
        return HttpMethod.valueOf(method);
    }

    private static FixedHostUrl url(SettingsReader request) {
        String source = request.requiredText("url", "give it the address to ask, with {{name}} where a value belongs");
        try {
            return new FixedHostUrl(request.isUnresolved(source) ? UNSET : source);
        } catch (IllegalArgumentException e) {
            throw request.complaint("url", e.getMessage());
        }
    }

    private static Map<String, Template> headers(SettingsReader headers) {
        var templates = new LinkedHashMap<String, Template>();
        headers.headers().forEach((name, source) -> {
            try {
                templates.put(name, Template.ofText(source));
            } catch (InvalidTemplate e) {
                throw headers.complaint(name, "is no template: " + e.getMessage());
            }
        });
        return templates;
    }

    private static @Nullable BodyTemplate body(SettingsReader request) {
        JsonNode body = request.node("body");
        try {
            return body == null ? null : BodyTemplate.of(body);
        } catch (InvalidTemplate e) {
            throw request.complaint("body", "holds what is no template: " + e.getMessage());
        }
    }
}
