package dev.cellmill.standalone.described;

import dev.cellmill.common.json.Json;
import dev.cellmill.standalone.described.Description.Call;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Requests for the calls of a description: by its schemas and examples, and then, mostly, spoilt in a place or two. Ids come
 * from answers as often as from nowhere, so that they go beyond 404. Thread-safe, but for the random numbers.
 */
final class Requests {
    private static final Pattern ID = Pattern
            .compile("\"id\":\"((?:file-|batch_)[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\"");
    private static final Pattern EXAMPLE = Pattern.compile(
            "(file-|batch_|)01980000-?0000-?7000-?8000-?0000000000[0-9a-f]{2}");
    private static final String NO_ID = "01980000-0000-7000-8000-000000000000";
    private static final int MOST_IDS = 200;
    private static final int LARGE = 20_000;
    private static final List<String> HEADERS = List.of("Accept: text/html", "Accept: ???", "Accept: */*;q=2",
            "Accept: application/xml",
            "Accept: ", "Accept-Charset: x", "Content-Encoding: br", "Content-Encoding: gzip, gzip",
            "Content-Encoding: \u00FF",
            "Content-Type: text/plain", "Content-Type: application/json;charset=utf-7", "Content-Type: ;;",
            "Content-Type: */*",
            "Content-Type: application/json;charset=UTF-16", "Content-Type: multipart/form-data",
            "Content-Type: multipart/form-data; boundary=" + "b".repeat(300), "Expect: 200-maybe", "Range: bytes=5-1",
            "Range: bytes=-", "If-Match: x", "If-None-Match: *", "If-Modified-Since: never", "Idempotency-Key: ",
            "Idempotency-Key: \u00FF\u00FE", "Idempotency-Key: " + "k".repeat(256), "Last-Event-ID: \u0001",
            "Last-Event-ID: end",
            "Authorization: Basic eA==", "Authorization: Bearer ", "Authorization: Bearer cm_x_y", "Cookie: a=b; c",
            "X-HTTP-Method-Override: DELETE",
            "X-Forwarded-Host: evil.example", "X-Forwarded-For: 127.0.0.1", "X-Forwarded-Proto: \u00E4",
            "Forwarded: for=\"", "Via: " + "v".repeat(6000),
            "traceparent: 00-x", "Accept-Language: " + "a,".repeat(500), "Accept-Encoding: gzip;q=9, *;q=0",
            "Origin: null", "Host: other");

    private final Description description;
    private final Values values;
    private final String key;
    private final List<Call> calls;
    /** By their prefixes. */
    private final Map<String, List<String>> ids = Map.of("", new CopyOnWriteArrayList<>(), "file-",
            new CopyOnWriteArrayList<>(), "batch_", new CopyOnWriteArrayList<>());

    /** @param bytes as they go out */
    record Request(Call call, byte[] bytes) {
        @Override
        public String toString() {
            String text = new String(bytes, StandardCharsets.UTF_8);
            return call + ":\n" + (text.length() > 3000 ? text.substring(0, 3000) + "…" : text);
        }
    }

    /** @param key that every request shows, for one of them may make the first */
    Requests(Description description, String key) {
        this.description = description;
        this.values = new Values(description);
        this.key = key;
        this.calls = description.calls();
    }

    /** Ids of what was made, for later requests. */
    void learn(String answer) {
        var found = ID.matcher(answer);
        while (found.find()) {
            String id = found.group(1);
            List<String> known = ids.get(id.startsWith("file-") ? "file-" : id.startsWith("batch_") ? "batch_" : "");
            if (known.size() < MOST_IDS && !known.contains(id)) {
                known.add(id);
            }
        }
    }

    Request any(Random random) {
        Call call = calls.get(random.nextInt(calls.size()));
        boolean spoilt = random.nextInt(4) > 0;
        int part = spoilt ? random.nextInt(4) : -1;
        String path = call.path();
        var query = new StringBuilder();
        var headers = new ArrayList<String>();
        for (JsonNode parameter : call.operation().path("parameters")) {
            String name = parameter.path("name").asString();
            switch (parameter.path("in").asString()) {
                case "path" -> path = path.replace("{" + name + "}", encoded(inPath(parameter, part == 0, random)));
                case "query" -> query(query, parameter, name, part == 1, random);
                default -> header(headers, parameter, name, random);
            }
        }
        if (part == 1 && random.nextInt(3) == 0) {
            query.append(query.isEmpty() ? '?' : '&').append(rawQuery(random));
        }
        if (part == 2) {
            headers.add(HEADERS.get(random.nextInt(HEADERS.size())));
        }
        return new Request(call, bytes(call, path + query, headers, part == 3, random));
    }

    private String inPath(JsonNode parameter, boolean odd, Random random) {
        if (odd) {
            String text = Values.odd(random);
            // an empty one, or one that is a step, makes it another call
            return text.isBlank() || text.startsWith(".") ? "x" : text;
        }
        if (parameter.path("schema").path("format").asString("").equals("uuid") && random.nextInt(5) > 0) {
            return real(NO_ID, random);
        }
        return example(parameter, random);
    }

    private String example(JsonNode parameter, Random random) {
        List<JsonNode> examples = parameter.path("examples").valueStream().toList();
        return examples.isEmpty() || random.nextInt(3) == 0
                ? text(values.allowed(parameter.path("schema"), random, 0))
                : real(text(examples.get(random.nextInt(examples.size())).path("value")), random);
    }

    private static String text(JsonNode value) {
        return value.isValueNode() ? value.asString() : value.toString();
    }

    private void query(StringBuilder query, JsonNode parameter, String name, boolean odd, Random random) {
        if (odd ? random.nextBoolean() : parameter.path("required").asBoolean() || random.nextInt(3) == 0) {
            String value = odd ? Values.odd(random) : example(parameter, random);
            // nobody waits for half a minute here
            query.append(query.isEmpty() ? '?' : '&').append(name).append('=')
                    .append(encoded(name.equals("wait") && !odd ? "1ms" : value));
        }
    }

    private static String rawQuery(Random random) {
        return List.of("a=b", "=", "&&", "limit=1&limit=2", "%41=%42", "limit", "cursor=%FF", "cursor=%00", "x=%C3%28",
                "a[]=1", "state=%F0%9F%98%80",
                "cursor=MDE5", "q=" + "z".repeat(3000)).get(random.nextInt(13));
    }

    private void header(List<String> headers, JsonNode parameter, String name, Random random) {
        if (random.nextInt(3) == 0) {
            String value = example(parameter, random).replaceAll("[^ -~]", "");
            headers.add(name + ": " + value.substring(0, Math.min(1000, value.length())));
        }
    }

    private byte[] bytes(Call call, String target, List<String> headers, boolean spoilt, Random random) {
        var whole = new ByteArrayOutputStream();
        byte[] body = new byte[0];
        String type = "";
        JsonNode content = call.operation().path("requestBody").path("content");
        if (content.isObject()) {
            List<String> types = List.copyOf(content.propertyNames());
            type = types.get(random.nextInt(types.size()));
            body = body(content.path(type), type, spoilt, random);
        }
        var head = new StringBuilder(call.method()).append(' ').append(target).append(" HTTP/1.1\r\n");
        if (headers.stream().noneMatch(header -> header.startsWith("Host:"))) {
            head.append("Host: localhost\r\n");
        }
        if (headers.stream().noneMatch(header -> header.startsWith("Authorization:"))) {
            head.append("Authorization: Bearer ").append(key).append("\r\n");
        }
        headers.forEach(header -> head.append(header).append("\r\n"));
        if (!type.isEmpty() && headers.stream().noneMatch(header -> header.startsWith("Content-Type:"))) {
            head.append("Content-Type: ").append(type.startsWith("multipart/") ? Form.TYPE : type).append("\r\n");
        }
        if (spoilt && body.length > 0 && random.nextInt(6) == 0) {
            head.append("Content-Encoding: gzip\r\n");
            body = random.nextBoolean() ? gzip(body) : body;
        }
        if (!type.isEmpty() || random.nextInt(10) == 0) {
            head.append("Content-Length: ").append(body.length).append("\r\n");
        }
        whole.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        if (!type.isEmpty()) {
            whole.writeBytes(body);
        }
        return whole.toByteArray();
    }

    private byte[] body(JsonNode media, String type, boolean spoilt, Random random) {
        List<JsonNode> examples = media.path("examples").valueStream().toList();
        JsonNode value = examples.isEmpty() || random.nextInt(3) == 0
                ? values.allowed(media.path("schema"), random, 0)
                : examples.get(random.nextInt(examples.size())).path("value");
        if (type.startsWith("multipart/")) {
            return parts((ObjectNode) value, description.resolved(media.path("schema")), spoilt, random);
        }
        String text = value.isString() ? value.stringValue() : value.toString();
        String real = real(spoilt ? value.isString() ? spoiltText(text, random) : values.broken(value, random) : text,
                random);
        // odd ones are sent as Java writes them: a lone surrogate as '?', escapes as they stand
        return real.getBytes(spoilt && random.nextInt(20) == 0 ? StandardCharsets.UTF_16 : StandardCharsets.UTF_8);
    }

    private static String spoiltText(String text, Random random) {
        int place = random.nextInt(text.length() + 1);
        return switch (random.nextInt(4)) {
            case 0 -> text.substring(0, place);
            case 1 -> text.substring(0, place) + Values.odd(random) + text.substring(place);
            case 2 -> "a" + ",a".repeat(random.nextInt(LARGE)) + "\n";
            default -> Values.odd(random);
        };
    }

    private byte[] parts(ObjectNode form, JsonNode schema, boolean spoilt, Random random) {
        ObjectNode sent = form.deepCopy();
        if (spoilt && !sent.isEmpty()) {
            List<String> names = List.copyOf(sent.propertyNames());
            String name = names.get(random.nextInt(names.size()));
            sent.put(name, spoiltPart(sent.path(name).asString(), random));
        }
        String whole = real(Form.of(sent, schema), random);
        return (spoilt && random.nextBoolean() ? spoiltText(whole, random) : whole).getBytes(StandardCharsets.UTF_8);
    }

    private String spoiltPart(String text, Random random) {
        if (text.startsWith("{")) {
            try {
                return values.broken(Json.MAPPER.readTree(text), random);
            } catch (JacksonException e) {
                // a made-up text that only begins like JSON
            }
        }
        return spoiltText(text, random);
    }

    /** With ids that are there in place of the examples'. */
    private String real(String text, Random random) {
        return EXAMPLE.matcher(text).replaceAll(match -> {
            List<String> known = ids.get(match.group(1));
            return known.isEmpty() ? match.group() : known.get(random.nextInt(known.size()));
        });
    }

    private static byte[] gzip(byte[] body) {
        var out = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(out)) {
            gzip.write(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
