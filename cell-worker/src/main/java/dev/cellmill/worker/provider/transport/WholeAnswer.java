package dev.cellmill.worker.provider.transport;

import dev.cellmill.common.message.ErrorCode;
import dev.cellmill.worker.provider.Quota;
import dev.cellmill.worker.provider.transport.HttpResult.Answered;
import dev.cellmill.worker.provider.transport.HttpResult.Failed;
import java.io.IOException;
import java.time.Instant;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.springframework.http.HttpHeaders;

/** An answer that is taken at once. Read to its end, so that its connection can be kept, or up to the bound. */
final class WholeAnswer {
    private WholeAnswer() {}

    static HttpResult read(ClassicHttpResponse response, Instant now) throws IOException {
        HttpHeaders headers = headers(response);
        byte[] body = body(response.getEntity());
        if (!isGood(response)) {
            return BadStatus.of(response.getCode(), headers, BodyText.lenient(body, headers), now);
        }
        if (body.length > HttpCalls.MAX_BODY) {
            return Failed.tooLarge("the answer is longer than 16 MB; ask for less");
        }
        Quota quota = LimitHeaders.read(headers, now);
        return BodyText.strict(body, headers)
                .<HttpResult>map(text -> new Answered(text, quota))
                .orElseGet(() -> Failed.unreadable("the answer is not in the character set that it declares",
                        BodyText.lenient(body, headers), quota));
    }

    static boolean isGood(ClassicHttpResponse response) {
        return response.getCode() >= 200 && response.getCode() < 300;
    }

    static HttpHeaders headers(ClassicHttpResponse response) {
        var headers = new HttpHeaders();
        for (Header header : response.getHeaders()) {
            headers.add(header.getName(), header.getValue());
        }
        return headers;
    }

    private static byte[] body(HttpEntity entity) throws IOException {
        if (entity == null) {
            return new byte[0];
        }
        // not closed: closing one that was not read to its end would read on to the end of a body that has none
        return entity.getContent().readNBytes(HttpCalls.MAX_BODY + 1);
    }
}
