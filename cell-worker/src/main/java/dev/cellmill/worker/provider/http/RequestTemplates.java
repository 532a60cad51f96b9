package dev.cellmill.worker.provider.http;

import dev.cellmill.common.json.Json;
import dev.cellmill.common.template.RenderedTooLarge;
import dev.cellmill.worker.provider.ProviderRequest;
import dev.cellmill.worker.provider.transport.HttpCall;
import dev.cellmill.worker.provider.transport.Secrets;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Puts a request's values into the operator's templates. Pure. */
final class RequestTemplates {
    private final HttpSettings settings;

    RequestTemplates(HttpSettings settings) {
        this.settings = settings;
    }

    /** @throws UnfitValue if a value would do more than fill its place */
    HttpCall render(ProviderRequest request) {
        try {
            Map<String, String> names = request.names();
            URI uri = settings.url().render(names).orElseThrow(() -> new UnfitValue(
                    "a value would change the address that is asked; look at the row's values in the provider's url"));
            JsonNode body = settings.body() == null ? null : settings.body().render(names);
            return new HttpCall(settings.method(), uri, headers(names, body), bytes(body), request.timeout());
        } catch (RenderedTooLarge e) {
            throw new UnfitValue(e.getMessage());
        }
    }

    /** For people: headers by name alone, since an operator's keys stand there. */
    static JsonNode describe(HttpCall call, Secrets secrets) {
        ObjectNode described = JsonNodeFactory.instance.objectNode()
                .put("method", call.method().name())
                .put("url", secrets.redact(call.uri().toString()));
        var headers = described.putArray("headers");
        new TreeSet<>(call.headers().keySet()).forEach(headers::add);
        byte[] body = call.body();
        if (body != null) {
            described.put("body", secrets.redact(new String(body, StandardCharsets.UTF_8)));
        }
        return described;
    }

    private Map<String, String> headers(Map<String, String> names, @Nullable JsonNode body) {
        var headers = new LinkedHashMap<String, String>();
        headers.put("Accept", "application/json");
        if (body != null) {
            headers.put("Content-Type", body.isString() ? "text/plain; charset=utf-8" : "application/json");
        }
        settings.headers().forEach((name, template) -> {
            headers.keySet().removeIf(name::equalsIgnoreCase);
            headers.put(name, headerValue(name, template.render(names).strip()));
        });
        return headers;
    }

    private static String headerValue(String name, String value) {
        if (value.chars().anyMatch(character -> character < ' ' || character > '~')) {
            throw new UnfitValue(
                    "the header %s would hold a line break or a letter that headers cannot".formatted(name));
        }
        return value;
    }

    private static byte @Nullable [] bytes(@Nullable JsonNode body) {
        if (body == null) {
            return null;
        }
        return body.isString()
                ? body.stringValue().getBytes(StandardCharsets.UTF_8)
                : Json.MAPPER.writeValueAsBytes(body);
    }
}
