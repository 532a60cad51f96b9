package dev.cellmill.benchmark.provider;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;

/** Answers calls as their fate says, and writes each into the ledger. A thread for each call under way. */
record Calls(Behaviour behaviour, Ledger ledger, Clock clock) {
    /** Says the cell's key where the protocol's own rule does not fit. */
    static final String KEY_HEADER = "X-Cell-Key";
    static final int TOO_MANY = 429;

    private static final int BAD_REQUEST = 400;
    private static final int FULL = 507;
    private static final long A_SECOND = 1_000_000_000;
    /** Longer keys are cut off; in characters. */
    private static final int LONGEST_KEY = 500;

    void answer(Protocol protocol, HttpExchange exchange) throws IOException {
        long arrived = System.nanoTime();
        Instant arrivedAt = clock.instant();
        byte[] body = exchange.getRequestBody().readAllBytes();
        try {
            Protocol.Question question = protocol.question(exchange.getRequestMethod(), exchange.getRequestURI(), body);
            byte[] key = key(exchange, question);
            Ledger.Entry entry = ledger.begin(key, arrived, ChronoUnit.MICROS.between(Instant.EPOCH, arrivedAt));
            long refusedFor = behaviour.refusedFor(arrived);
            if (refusedFor > 0) {
                ledger.end(entry.sequence(), System.nanoTime(), TOO_MANY, Bill.NOTHING);
                Response.tooMany(exchange, refusedFor);
                return;
            }
            Fate fate = behaviour.fates().of(key, entry.earlier());
            List<byte[]> pieces = fate.isBilled() ? protocol.pieces(question, entry.sequence(), fate) : null;
            if (pieces != null) {
                stream(pieces, arrived, entry.sequence(), fate, exchange);
                return;
            }
            awaitNanoTime(arrived + fate.nanos());
            ledger.end(entry.sequence(), System.nanoTime(), fate.status(),
                    behaviour.bill(fate, protocol.countsTokens()));
            send(protocol, question, entry.sequence(), fate, exchange);
        } catch (UnfitQuestion e) {
            Response.error(exchange, BAD_REQUEST, e.getMessage());
        } catch (LedgerFull e) {
            System.err.println(e.getMessage());
            Response.error(exchange, FULL, e.getMessage());
        }
    }

    /** The last text comes when the call's time is over, the end with it; an answer that gets lost breaks off before. */
    private void stream(List<byte[]> pieces, long arrived, long sequence, Fate fate, HttpExchange exchange) {
        int texts = pieces.size() - 1;
        boolean isHeard = true;
        try (exchange) {
            for (int i = 0; i < texts - 1 && isHeard; i++) {
                awaitNanoTime(arrived + fate.nanos() / texts * (i + 1));
                isHeard = Response.events(exchange, pieces.subList(i, i + 1));
            }
            if (isHeard) {
                awaitNanoTime(arrived + fate.nanos());
            }
            ledger.end(sequence, System.nanoTime(), fate.status(), behaviour.bill(fate, true));
            if (fate.status() == Failures.SUCCESS && !(isHeard
                    && Response.events(exchange, pieces.subList(texts - 1, texts + 1)))) {
                ledger.lost(sequence);
            }
        }
    }

    private void send(Protocol protocol, Protocol.Question question, long sequence, Fate fate, HttpExchange exchange)
            throws IOException {
        switch (fate.status()) {
            case Failures.DROPPED, Failures.LOST -> exchange.close();
            case Failures.SUCCESS -> {
                try {
                    Response.json(exchange, fate.status(), protocol.answer(question, sequence, fate));
                } catch (IOException e) {
                    // the caller has gone
                    ledger.lost(sequence);
                }
            }
            case TOO_MANY -> Response.tooMany(exchange, A_SECOND);
            default -> Response.error(exchange, fate.status(), "As the options say.");
        }
    }

    private static byte[] key(HttpExchange exchange, Protocol.Question question) {
        String key = Objects.requireNonNullElse(
                exchange.getRequestHeaders().getFirst(KEY_HEADER), question.key());
        return key.substring(0, Math.min(LONGEST_KEY, key.length())).getBytes(StandardCharsets.UTF_8);
    }

    private static void awaitNanoTime(long deadline) {
        for (long left = deadline - System.nanoTime(); left > 0; left = deadline - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
