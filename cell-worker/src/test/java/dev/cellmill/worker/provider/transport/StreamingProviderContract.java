package dev.cellmill.worker.provider.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cellmill.common.message.ErrorCode;
import dev.cellmill.common.plan.OutputType;
import dev.cellmill.worker.provider.ProviderOutcome;
import dev.cellmill.worker.provider.ProviderOutcome.Failure;
import dev.cellmill.worker.provider.ProviderOutcome.Success;
import dev.cellmill.worker.provider.StreamingProvider;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every provider that is answered in events keeps to, beside all that holds for one that is not. */
public abstract class StreamingProviderContract extends HttpProviderContract {
    private static final int PIECE = 10_000;

    /** What has been read along. */
    protected final Pieces pieces = new Pieces();

    /** A whole stream whose texts are these, one event a text, the last ones those of the end. */
    protected abstract List<String> events(List<String> texts);

    /** An event that says the server is overloaded. */
    protected abstract String overloaded();

    /** An answer of a server that does not stream, with this text. */
    protected abstract String wholeAnswer(String text);

    @Override
    protected String goodAnswer(int length) {
        var texts = new ArrayList<>(Collections.nCopies(length / PIECE, "x".repeat(PIECE)));
        texts.add("x".repeat(length % PIECE));
        return String.join("", events(texts));
    }

    @Override
    protected String contentType() {
        return "text/event-stream";
    }

    @Override
    protected boolean streams() {
        return true;
    }

    @Test
    void piecesAreThereAsSoonAsTheyCome() throws IOException {
        List<String> events = events(List.of("a", "b", "c"));
        try (var server = new FaultyServer((request, connection) -> {
            begin(connection);
            for (String event : events.subList(0, events.size() - 1)) {
                chunk(connection, event);
            }
            await().until(() -> pieces.joined().equals("abc"));
            chunk(connection, events.getLast());
            connection.write("0\r\n\r\n");
        })) {
            var success = (Success) read(server.uri(), LONG);
            assertThat(success.answer().stringValue()).isEqualTo("abc");
            assertThat(pieces.all()).hasSizeGreaterThanOrEqualTo(3);
        }
    }

    @Test
    void aStreamMayBeSplitAnywhere() throws IOException {
        byte[] bytes = String.join("", events(List.of("ü€", "😀\n", ""))).getBytes(StandardCharsets.UTF_8);
        try (var server = new FaultyServer((request, connection) -> {
            begin(connection);
            for (byte next : bytes) {
                connection.write("1\r\n");
                connection.write(new byte[]{next});
                connection.write("\r\n");
            }
            connection.write("0\r\n\r\n");
        })) {
            assertThat(((Success) read(server.uri(), LONG)).answer().stringValue()).isEqualTo("ü€😀\n");
            assertThat(pieces.joined()).isEqualTo("ü€😀\n");
        }
    }

    @Test
    void aKeyThatTheServerSaysIsNoPartOfItsAnswer() throws IOException {
        int half = SECRET.length() / 2;
        List<String> texts = List.of("my key is ", SECRET.substring(0, half), SECRET.substring(half), ", no: sk-");
        try (var server = FaultyServer.saying(200, goodHeaders(), String.join("", events(texts)))) {
            assertThat(((Success) read(server.uri(), LONG)).answer().stringValue())
                    .isEqualTo("my key is [secret], no: sk-");
            assertThat(pieces.joined()).isEqualTo("my key is [secret], no: sk-");
        }
        String whole = wholeAnswer("{}").replace("{}", "\\u0073" + SECRET.substring(1));
        try (var server = FaultyServer.saying(200, "content-type: application/json\r\n", whole)) {
            assertThat(((Success) read(server.uri(), LONG)).answer().stringValue()).isEqualTo("[secret]");
            assertThat(pieces.all().getLast()).isEqualTo("[secret]");
        }
    }

    @Test
    void connectionsAreKeptAfterAStream() throws IOException {
        List<String> events = events(List.of("a"));
        try (var server = new FaultyServer((request, connection) -> {
            begin(connection);
            for (String event : events) {
                chunk(connection, event);
            }
            connection.write("0\r\n\r\n");
        })) {
            for (int i = 0; i < 3; i++) {
                assertThat(read(server.uri(), LONG)).isInstanceOf(Success.class);
            }
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void aServerThatNeverClosesAfterTheLastEventIsNotWaitedFor() throws IOException {
        List<String> events = events(List.of("a"));
        try (var server = new FaultyServer((request, connection) -> {
            begin(connection);
            for (String event : events) {
                chunk(connection, event);
            }
            connection.hang();
        })) {
            assertThat(read(server.uri(), LONG)).isInstanceOf(Success.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"reset", "closed", "ended"})
    void aStreamThatBreaksPassesAndMayHaveCost(String how) throws IOException {
        try (var server = new FaultyServer((request, connection) -> {
            begin(connection);
            for (String event : unfinished()) {
                chunk(connection, event);
            }
            switch (how) {
                case "reset" -> {
                    await().until(() -> !pieces.joined().isEmpty());
                    connection.reset();
                }
                case "closed" -> connection.close();
                default -> connection.write("0\r\n\r\n");
            }
        })) {
            Failure failure = failure(read(server.uri(), LONG));
            assertThat(failure.code()).isEqualTo(ErrorCode.PROVIDER_UNAVAILABLE);
            assertThat(failure.transientFailure()).isTrue();
            assertThat(failure.costUnknown()).isTrue();
            assertThat(pieces.joined()).isEqualTo("begun");
            assertThat(server.requests()).as("nothing is repeated").hasSize(1);
        }
    }

    @Test
    void theDeadlineHoldsInTheMiddle() throws IOException {
        try (var server = new FaultyServer((request, connection) -> {
            begin(connection);
            for (String event : unfinished()) {
                chunk(connection, event);
            }
            connection.hang();
        })) {
            Failure failure = failure(read(server.uri(), Duration.ofMillis(300)));
            assertThat(failure.code()).isEqualTo(ErrorCode.PROVIDER_TIMEOUT);
            assertThat(failure.costUnknown()).isTrue();
        }
    }

    @Test
    void anInterruptInTheMiddleEndsTheAttempt() throws Exception {
        try (var server = new FaultyServer((request, connection) -> {
            begin(connection);
            for (String event : unfinished()) {
                chunk(connection, event);
            }
            connection.hang();
        }); var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var thread = new Thread[1];
            var started = new CountDownLatch(1);
            Future<ProviderOutcome> outcome = threads.submit(() -> {
                thread[0] = Thread.currentThread();
                started.countDown();
                return read(server.uri(), LONG);
            });
            started.await();
            await().until(() -> !pieces.joined().isEmpty());
            thread[0].interrupt();
            assertThat(outcome).succeedsWithin(Duration.ofSeconds(10)).isInstanceOf(Failure.class);
        }
    }

    @Test
    void anErrorInTheStreamIsClassedLikeItsStatus() throws IOException {
        try (var server = FaultyServer.saying(200, goodHeaders(), overloaded())) {
            Failure failure = failure(read(server.uri(), LONG));
            assertThat(failure.code()).isEqualTo(ErrorCode.PROVIDER_UNAVAILABLE);
            assertThat(failure.transientFailure()).isTrue();
            assertThat(failure.message()).contains("529").contains("too many with [secret]");
            assertThat(failure.costUnknown()).as("nothing was done").isFalse();
        }
        try (var server = FaultyServer.saying(200, goodHeaders(), String.join("", unfinished()) + overloaded())) {
            assertThat(failure(read(server.uri(), LONG)).costUnknown()).as("a part was done").isTrue();
        }
    }

    @Test
    void aServerThatDoesNotStreamIsUnderstood() throws IOException {
        try (var server = FaultyServer.saying(200, "content-type: application/json\r\n", wholeAnswer("ab"))) {
            assertThat(((Success) read(server.uri(), LONG)).answer().stringValue()).isEqualTo("ab");
            assertThat(pieces.joined()).isEqualTo("ab");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"data: {\"a\":\n\n", "data: 3\n\n", "data: garbage\n\n"})
    void anEventThatIsNoneIsInvalid(String event) throws IOException {
        try (var server = FaultyServer.saying(200, goodHeaders(), event)) {
            Failure failure = failure(read(server.uri(), LONG));
            assertThat(failure.code()).isEqualTo(ErrorCode.OUTPUT_INVALID);
            assertThat(failure.transientFailure()).isTrue();
        }
    }

    @Test
    void anEventTooLongIsRefused() throws IOException {
        String event = events(List.of("x".repeat(EventParser.LONGEST))).stream().reduce("", String::concat);
        try (var server = FaultyServer.saying(200, goodHeaders(), event)) {
            assertThat(failure(read(server.uri(), LONG)).code()).isEqualTo(ErrorCode.OUTPUT_TOO_LARGE);
        }
    }

    @Test
    void noCharacterIsCutInTwo() throws IOException {
        List<String> halves = events(List.of("a\\ud83d", "\\ude00b"));
        try (var server = FaultyServer.saying(200, goodHeaders(),
                String.join("", halves).replace("\\\\u", "\\u"))) {
            assertThat(((Success) read(server.uri(), LONG)).answer().stringValue()).isEqualTo("a😀b");
            assertThat(pieces.all()).containsExactly("a", "😀b");
        }
    }

    /** Calls as one who reads along does. */
    protected final ProviderOutcome read(URI server, Duration timeout) {
        var provider = (StreamingProvider) provider(server);
        ProviderOutcome outcome = provider.call(request(Map.of(), OutputType.TEXT, timeout), pieces);
        assertThat(outcome.toString()).doesNotContain("s3cret");
        return outcome;
    }

    /** As far as the text "begun". */
    private List<String> unfinished() {
        List<String> whole = events(List.of("begun", "never"));
        int end = whole.stream().map(event -> event.contains("never")).toList().indexOf(true);
        return whole.subList(0, end);
    }

    private static void begin(FaultyServer.Connection connection) throws IOException {
        connection.write("HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n");
    }

    private static void chunk(FaultyServer.Connection connection, String event) throws IOException {
        byte[] bytes = event.getBytes(StandardCharsets.UTF_8);
        connection.write(Integer.toHexString(bytes.length) + "\r\n");
        connection.write(bytes);
        connection.write("\r\n");
    }
}
