package dev.cellmill.worker.provider.transport;

import dev.cellmill.worker.provider.Quota;
import dev.cellmill.worker.provider.transport.EventReader.Next;
import dev.cellmill.worker.provider.transport.EventReader.Refused;
import dev.cellmill.worker.provider.transport.EventReader.Then;
import dev.cellmill.worker.provider.transport.HttpResult.Failed;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.Future;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.springframework.http.HttpHeaders;

/** An answer that comes as events. */
record EventStream(Attempt attempt, ClassicHttpResponse response, Instant now) {
    private static final String TYPE = "text/event-stream";
    private static final int BUFFER = 8 * 1024;
    /** What may still come after the last event before its connection is worth no more. */
    private static final Duration REST = Duration.ofSeconds(1);
    private static final int LONGEST_REST = 64 * 1024;

    static boolean is(ClassicHttpResponse response) {
        Header type = response.getFirstHeader(HttpHeaders.CONTENT_TYPE);
        return WholeAnswer.isGood(response) && response.getEntity() != null && type != null
                && type.getValue().toLowerCase(Locale.ROOT).startsWith(TYPE);
    }

    StreamResult read(EventReader reader) throws IOException {
        HttpHeaders headers = WholeAnswer.headers(response);
        Quota quota = LimitHeaders.read(headers, now);
        InputStream in = response.getEntity().getContent();
        try {
            return switch (follow(in, reader, headers)) {
                case Then.END -> {
                    readRest(in);
                    yield new StreamResult.Streamed(quota);
                }
                case Then.MORE -> attempt.isLate()
                        ? Broken.late(attempt)
                        : Failed.unavailable("the server's stream ended before its answer did", true);
                case Then.TOO_LARGE -> Failed.tooLarge(
                        "the answer is longer than 16 MB, or one event of it than 1 MB; ask for less");
                case Then.UNREADABLE -> Failed.unreadable(
                        "an event of the server's stream is none of its protocol; look at the provider's baseUrl",
                        null, quota);
                case Refused refused -> BadStatus.inStream(refused, headers, now);
            };
        } catch (CharacterCodingException | IllegalCharsetNameException | UnsupportedCharsetException e) {
            return Failed.unreadable("the answer is not in the character set that it declares", null, quota);
        }
    }

    /** {@link Then#MORE} if the stream is at its end. */
    private static Next follow(InputStream in, EventReader reader, HttpHeaders headers) throws IOException {
        var parser = new EventParser(BodyText.charsetOf(headers));
        byte[] buffer = new byte[BUFFER];
        Next next = Then.MORE;
        while (next == Then.MORE) {
            int read = in.read(buffer);
            if (read < 0) {
                return next;
            }
            next = parser.feed(buffer, read, reader);
        }
        return next;
    }

    /** A connection can be kept only if its answer was read to the last byte, which follows at once or never. */
    private void readRest(InputStream in) {
        Future<?> alarm = attempt.breakOffAfter(REST);
        try {
            in.skip(LONGEST_REST);
        } catch (IOException e) {
            // the answer is whole; its connection is closed with the attempt
        } finally {
            alarm.cancel(false);
        }
    }
}
