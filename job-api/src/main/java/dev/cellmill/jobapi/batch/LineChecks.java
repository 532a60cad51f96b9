package dev.cellmill.jobapi.batch;

import dev.cellmill.common.fingerprint.FingerprintBuilder;
import dev.cellmill.common.json.EscapedText;
import dev.cellmill.common.json.Json;
import dev.cellmill.common.plan.BoundedRequest;
import dev.cellmill.common.plan.Endpoint;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What must hold over all lines of a file; notes what does not, up to a bound. Pure, not thread-safe. */
final class LineChecks {
    private final Endpoint endpoint;
    private final BatchSettings settings;
    private final long longestBody;
    private final boolean isBudgeted;
    private final List<BatchError> errors = new ArrayList<>();
    /** Of custom ids; two that differ have the same one less often than memory flips. */
    private final Set<UUID> ids = new HashSet<>();
    private @Nullable String model;
    private int requests;

    /**
     * @param longestBody of a request, in bytes as a JSON text
     * @param isBudgeted whether there is a bound on what the requests may cost, so that each has to have one
     */
    LineChecks(Endpoint endpoint, BatchSettings settings, long longestBody, boolean isBudgeted) {
        this.endpoint = endpoint;
        this.settings = settings;
        this.longestBody = longestBody;
        this.isBudgeted = isBudgeted;
    }

    /** @return whether to go on */
    boolean check(FileLines.Line line) {
        requests++;
        if (requests > settings.maxRequests()) {
            add("too_many_tasks", "The file has more than the %,d requests that a batch may have; split it."
                    .formatted(settings.maxRequests()), null, null);
            return false;
        }
        switch (line) {
            case FileLines.Line.TooLong(long at) -> tooLong(at);
            case FileLines.Line.NotUtf8(long at) -> add("invalid_json_line", "This line is not in UTF-8.", null, at);
            case FileLines.Line.Text(long at, String text) -> {
                switch (RequestLine.read(text, endpoint)) {
                    case RequestLine.Reading.Refused(String code, String message, String param) -> add(code, message,
                            param, at);
                    case RequestLine.Reading.Read(RequestLine read) -> check(read, at);
                }
            }
        }
        return errors.size() < settings.maxErrors();
    }

    private void check(RequestLine line, long at) {
        if (!ids.add(new FingerprintBuilder().add(line.customId()).build().toUuid())) {
            add("duplicate_custom_id", "The custom_id \"%s\" was used by an earlier request."
                    .formatted(BatchError.shown(line.customId())), "custom_id", at);
        }
        if (model == null) {
            model = line.model();
        } else if (!model.equals(line.model())) {
            add("mismatched_model", "The model \"%s\" differs from \"%s\" of the requests before; a batch asks one."
                    .formatted(BatchError.shown(line.model()), BatchError.shown(model)), "body.model", at);
        }
        if (EscapedText.bytes(line.body()) > longestBody) {
            tooLong(at);
        }
        BoundedRequest.Unbounded unbounded = isBudgeted
                ? BoundedRequest.in(Json.MAPPER.readTree(line.body()), endpoint)
                : null;
        if (unbounded != null) {
            add("unbounded_cost", unbounded.sentence(), "body." + unbounded.member(), at);
        }
    }

    private void tooLong(long at) {
        add("line_too_large", "This request is longer than the %,d bytes that one may have."
                .formatted(Math.min(settings.maxLine().toBytes(), longestBody)), null, at);
    }

    private void add(String code, String message, @Nullable String param, @Nullable Long line) {
        if (errors.size() < settings.maxErrors()) {
            errors.add(new BatchError(code, message, param, line));
        }
    }

    /** What is wrong; none if the file can be run. */
    List<BatchError> end() {
        if (requests == 0) {
            add("empty_file", "The file has no requests.", null, null);
        }
        return List.copyOf(errors);
    }

    int requests() {
        return requests;
    }

    /** Of all requests. Only where nothing is wrong. */
    String model() {
        if (model == null) {
            throw new IllegalStateException("no request names a model");
        }
        return model;
    }
}
