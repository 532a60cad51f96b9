package dev.cellmill.worker.provider.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cellmill.common.message.ErrorCode;
import dev.cellmill.worker.provider.ProviderOutcome;
import dev.cellmill.worker.provider.ProviderOutcome.Failure;
import dev.cellmill.worker.provider.ProviderOutcome.Success;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every provider that asks a server keeps to, whatever the server does. */
public abstract class HttpProviderContract extends HttpProviderRig {
    @Test
    void aGoodAnswerIsASuccessAndLeavesATrace() throws IOException {
        try (var server = good(10)) {
            var success = (Success) call(server.uri(), LONG);
            assertThat(success.received()).contains("x".repeat(10));
            assertThat(success.sent()).isNotNull();
            assertThat(server.requests()).hasSize(1);
            assertThat(server.requests().getFirst().head()).contains(SECRET);
        }
    }

    @Test
    void aSlowAnswerWithinTheDeadlineIsASuccess() throws IOException {
        var gate = new CountDownLatch(1);
        try (var server = new FaultyServer((request, connection) -> {
            gate.await();
            connection.say(200, goodHeaders(), goodAnswer(10));
        }); var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<ProviderOutcome> outcome = threads.submit(() -> call(server.uri(), LONG));
            assertThat(outcome.isDone()).isFalse();
            gate.countDown();
            assertThat(outcome).succeedsWithin(LONG).isInstanceOf(Success.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"a\":",
            "HTTP/1.1 500 No\r\ncontent-length: 100\r\n\r\n", "HTTP/1.1 200 OK\r\n\r\n{"})
    void theDeadlineHoldsWhereverAServerStops(String beginning) throws IOException {
        try (var server = new FaultyServer((request, connection) -> {
            connection.write(beginning);
            connection.hang();
        })) {
            long start = System.nanoTime();
            Failure failure = failure(call(server.uri(), Duration.ofMillis(300)));
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(Duration.ofMillis(300),
                    Duration.ofSeconds(20));
            assertThat(failure.code()).isEqualTo(ErrorCode.PROVIDER_TIMEOUT);
            assertThat(failure.transientFailure()).isTrue();
        }
    }

    @Test
    void theDeadlineHoldsForAnAnswerThatNeverEnds() throws IOException {
        try (var server = new FaultyServer((request, connection) -> {
            connection.write("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n");
            while (!Thread.interrupted()) {
                connection.write("1\r\n \r\n");
            }
        })) {
            assertThat(failure(call(server.uri(), Duration.ofMillis(300))).code())
                    .isIn(ErrorCode.PROVIDER_TIMEOUT, ErrorCode.OUTPUT_TOO_LARGE);
        }
    }

    @Test
    void anInterruptEndsTheAttempt() throws Exception {
        try (var server = new FaultyServer((request, connection) -> connection.hang());
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var thread = new Thread[1];
            var started = new CountDownLatch(1);
            Future<ProviderOutcome> outcome = threads.submit(() -> {
                thread[0] = Thread.currentThread();
                started.countDown();
                return call(server.uri(), LONG);
            });
            started.await();
            thread[0].interrupt();
            assertThat(outcome).succeedsWithin(Duration.ofSeconds(10)).isInstanceOf(Failure.class);
        }
    }

    @ParameterizedTest
    @CsvSource({"400,PROVIDER_REJECTED,false,false", "401,PROVIDER_REJECTED,false,false",
            "403,PROVIDER_REJECTED,false,false", "404,PROVIDER_REJECTED,false,false",
            "422,PROVIDER_REJECTED,false,false", "302,PROVIDER_REJECTED,false,false",
            "501,PROVIDER_REJECTED,false,false", "408,PROVIDER_UNAVAILABLE,true,false",
            "409,PROVIDER_UNAVAILABLE,true,false", "429,PROVIDER_RATE_LIMITED,true,false",
            "500,PROVIDER_UNAVAILABLE,true,true", "502,PROVIDER_UNAVAILABLE,true,true",
            "503,PROVIDER_UNAVAILABLE,true,false", "504,PROVIDER_UNAVAILABLE,true,true",
            "529,PROVIDER_UNAVAILABLE,true,false"})
    void statusesAreClassed(int status, ErrorCode code, boolean isTransient, boolean mayCost) throws IOException {
        String body = "{\"error\":{\"message\":\"not with " + SECRET.replace("/", "\\/") + "\"}}";
        try (var server = FaultyServer.saying(status, "", body)) {
            Failure failure = failure(call(server.uri(), LONG));
            assertThat(failure.code()).isEqualTo(code);
            assertThat(failure.transientFailure()).isEqualTo(isTransient);
            assertThat(failure.costUnknown()).isEqualTo(mayCost);
            assertThat(failure.message()).contains(Integer.toString(status)).contains("not with [secret]");
            assertThat(server.requests()).as("nothing is repeated").hasSize(1);
        }
    }

    @Test
    void aRedirectIsNotFollowed() throws IOException {
        try (var elsewhere = good(10);
                var server = FaultyServer.saying(307, "location: " + elsewhere.uri() + "\r\n", "")) {
            assertThat(failure(call(server.uri(), LONG)).message()).contains("redirect").contains("127.0.0.1");
            assertThat(elsewhere.requests()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"Retry-After: 7|7000", "Retry-After: 0|0", "retry-after-ms: 1500|1500",
            "Retry-After: Wed, 21 Oct 2015 07:28:00 GMT|0", "Retry-After: soon|-1", "X: 1|-1"})
    void theWaitAServerAsksForIsKept(String header, long millis) throws IOException {
        for (int status : new int[]{429, 503}) {
            try (var server = FaultyServer.saying(status, header + "\r\n", "")) {
                assertThat(failure(call(server.uri(), LONG)).retryAfter())
                        .isEqualTo(millis < 0 ? null : Duration.ofMillis(millis));
            }
        }
    }

    @Test
    void theWaitMayBeADate() throws IOException {
        String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC).plusMinutes(1));
        try (var server = FaultyServer.saying(429, "Retry-After: " + date + "\r\n", "")) {
            assertThat(failure(call(server.uri(), LONG)).retryAfter()).isBetween(Duration.ofSeconds(1),
                    Duration.ofSeconds(60));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"reset", "closed", "half", "garbage"})
    void aBrokenConnectionPasses(String how) throws IOException {
        try (var server = new FaultyServer((request, connection) -> {
            switch (how) {
                case "reset" -> connection.reset();
                case "closed" -> connection.close();
                case "garbage" -> {
                    connection.write("\0\1\2 no HTTP at all\r\n\r\n");
                    connection.close();
                }
                default -> {
                    connection.write("HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n{\"a\":");
                    connection.close();
                }
            }
        })) {
            Failure failure = failure(call(server.uri(), LONG));
            assertThat(failure.code()).isEqualTo(ErrorCode.PROVIDER_UNAVAILABLE);
            assertThat(failure.transientFailure()).isTrue();
            assertThat(failure.costUnknown()).isTrue();
            assertThat(server.requests()).as("nothing is repeated").hasSize(1);
        }
    }

    @Test
    void aRefusedConnectionPasses() throws IOException {
        URI nobody;
        try (var socket = new ServerSocket(0)) {
            nobody = URI.create("http://127.0.0.1:" + socket.getLocalPort());
        }
        Failure failure = failure(call(nobody, LONG));
        assertThat(failure.code()).isEqualTo(ErrorCode.PROVIDER_UNAVAILABLE);
        assertThat(failure.message()).contains("127.0.0.1");
        assertThat(failure.costUnknown()).as("nobody was asked").isFalse();
        Failure unknown = failure(call(URI.create("http://no-such-host.invalid"), LONG));
        assertThat(unknown.code()).isEqualTo(ErrorCode.PROVIDER_UNAVAILABLE);
        assertThat(unknown.message()).contains("no-such-host.invalid");
        assertThat(unknown.costUnknown()).isFalse();
    }

    @Test
    void aConnectionThatTheServerClosedMeanwhileIsNotUsedAgain() throws Exception {
        var closed = new CountDownLatch(1);
        try (var server = new FaultyServer((request, connection) -> {
            connection.say(200, goodHeaders(), goodAnswer(10));
            connection.close();
            closed.countDown();
        })) {
            assertThat(call(server.uri(), LONG)).isInstanceOf(Success.class);
            closed.await();
            long rested = System.nanoTime() + Duration.ofMillis(300).toNanos();
            await().until(() -> System.nanoTime() > rested);
            assertThat(call(server.uri(), LONG)).isInstanceOf(Success.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null garbage", "{\"a\":", "<html>Welcome</html>", "{\"a\":1}{\"a\":1}"})
    void anAnswerThatIsNoneIsInvalid(String body) throws IOException {
        try (var server = FaultyServer.saying(200, "content-type: text/html\r\n", body)) {
            Failure failure = failure(call(server.uri(), LONG));
            assertThat(failure.code()).isEqualTo(ErrorCode.OUTPUT_INVALID);
            assertThat(failure.transientFailure()).isTrue();
            assertThat(failure.received()).isEqualTo(body);
        }
    }

    @Test
    void tooDeepAnAnswerIsInvalid() throws IOException {
        try (var server = FaultyServer.saying(200, "", "[".repeat(100_000))) {
            assertThat(failure(call(server.uri(), LONG)).code()).isEqualTo(ErrorCode.OUTPUT_INVALID);
        }
    }

    @Test
    void anAnswerInAnotherCharacterSetIsReadInTheDeclaredOne() throws IOException {
        byte[] latin = goodAnswer(10).replace("xx", "üü").getBytes(StandardCharsets.ISO_8859_1);
        assertThat(((Success) answeredWith(latin, contentType() + "; charset=iso-8859-1")).received()).contains("ü");
        assertThat(failure(answeredWith(latin, contentType())).code()).isEqualTo(ErrorCode.OUTPUT_INVALID);
        assertThat(failure(answeredWith(latin, contentType() + "; charset=klingon")).code())
                .isEqualTo(ErrorCode.OUTPUT_INVALID);
    }

    @Test
    void aHugeAnswerIsRefusedAndALargeOneKeptWhole() throws IOException {
        try (var server = good(200_000)) {
            var success = (Success) call(server.uri(), LONG);
            assertThat(success.received()).hasSizeLessThanOrEqualTo(64 * 1024);
            assertThat(success.answer().toString()).hasSizeGreaterThan(200_000);
        }
        try (var server = good(HttpCalls.MAX_BODY + 1)) {
            Failure failure = failure(call(server.uri(), LONG));
            assertThat(failure.code()).isEqualTo(ErrorCode.OUTPUT_TOO_LARGE);
            assertThat(failure.transientFailure()).isFalse();
        }
    }

    @Test
    void manyCallsAtOnceKeepTheirConnectionsForTheNextOnes() throws Exception {
        int atOnce = 200;
        var arrived = new CountDownLatch(atOnce);
        try (var server = new FaultyServer((request, connection) -> {
            arrived.countDown();
            arrived.await();
            connection.say(200, goodHeaders(), goodAnswer(10));
        }); var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int wave = 0; wave < 2; wave++) {
                List<Future<ProviderOutcome>> outcomes = IntStream.range(0, atOnce)
                        .mapToObj(i -> threads.submit(() -> call(server.uri(), LONG)))
                        .toList();
                assertThat(outcomes).allSatisfy(outcome -> assertThat(outcome.get()).isInstanceOf(Success.class));
            }
            assertThat(server.connections()).isLessThan(2 * atOnce);
        }
    }

    private ProviderOutcome answeredWith(byte[] body, String type) throws IOException {
        try (var server = new FaultyServer((request, connection) -> {
            connection.write(
                    "HTTP/1.1 200 OK\r\ncontent-type: " + type + "\r\ncontent-length: " + body.length + "\r\n\r\n");
            connection.write(body);
        })) {
            return call(server.uri(), LONG);
        }
    }
}
