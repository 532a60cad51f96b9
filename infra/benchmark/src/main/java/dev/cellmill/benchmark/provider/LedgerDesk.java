package dev.cellmill.benchmark.provider;

import com.sun.net.httpserver.HttpExchange;
import dev.cellmill.common.json.Json;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/** Shows the ledger over HTTP, and empties it. */
record LedgerDesk(Ledger ledger) {
    private static final int OK = 200;
    private static final int NO_CONTENT = 204;
    private static final int BAD_REQUEST = 400;
    private static final int WRONG_METHOD = 405;
    private static final int BATCH = 1_000;
    private static final Pattern FROM = Pattern.compile("(?:from=(\\d{1,18}))?");

    /** {@code GET /ledger?from=SEQUENCE} as JSON lines, {@code DELETE /ledger}. */
    void calls(HttpExchange exchange) throws IOException {
        switch (exchange.getRequestMethod()) {
            case "GET" -> list(exchange);
            case "DELETE" -> {
                try (exchange) {
                    ledger.clear();
                    exchange.sendResponseHeaders(NO_CONTENT, -1);
                }
            }
            default -> Response.error(exchange, WRONG_METHOD, "The ledger takes GET and DELETE.");
        }
    }

    void summary(HttpExchange exchange) throws IOException {
        Response.json(exchange, OK, ledger.summary());
    }

    private void list(HttpExchange exchange) throws IOException {
        var query = FROM.matcher(Objects.requireNonNullElse(exchange.getRequestURI().getQuery(), ""));
        if (!query.matches()) {
            Response.error(exchange, BAD_REQUEST, "The ledger is read with ?from=SEQUENCE, or from its beginning.");
            return;
        }
        try (exchange) {
            exchange.getResponseHeaders().set("Content-Type", "application/x-ndjson");
            exchange.sendResponseHeaders(OK, 0);
            try (var out = new BufferedOutputStream(exchange.getResponseBody(), 1 << 16)) {
                long from = query.group(1) == null ? 0 : Long.parseLong(query.group(1));
                List<Call> batch;
                do {
                    batch = ledger.read(from, BATCH);
                    for (Call call : batch) {
                        out.write(Json.MAPPER.writeValueAsBytes(call));
                        out.write('\n');
                        from = call.sequence() + 1;
                    }
                } while (batch.size() == BATCH);
            }
        }
    }
}
