package dev.cellmill.worker.provider.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmill.common.plan.OutputType;
import dev.cellmill.worker.provider.Provider;
import dev.cellmill.worker.provider.ProviderOutcome;
import dev.cellmill.worker.provider.ProviderOutcome.Failure;
import dev.cellmill.worker.provider.ProviderRequest;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** A provider that asks a server, and all that it shows held against its secret. */
public abstract class HttpProviderRig {
    protected static final String SECRET = "sk-s3cret/value+1";

    protected static final Duration LONG = Duration.ofSeconds(60);

    private final CapturedLog log = new CapturedLog();

    /** Patient, so that a busy machine fails no test. */
    protected final HttpCalls calls = new HttpCalls(LONG);

    /** One that sends {@link #SECRET}. */
    protected abstract Provider provider(URI server);

    /** An answer that it understands, of about so many x. */
    protected abstract String goodAnswer(int length);

    /** Of {@link #goodAnswer}. */
    protected String contentType() {
        return "application/json";
    }

    /** Whether the answer is wanted piece by piece. */
    protected boolean streams() {
        return false;
    }

    @AfterEach
    void closeCallsAndLookIntoTheLog() {
        calls.close();
        log.close();
        assertThat(log.lines()).as("all that was logged").noneMatch(line -> line.contains("s3cret"));
    }

    /** That always says {@link #goodAnswer}. */
    protected final FaultyServer good(int length) {
        return FaultyServer.saying(200, goodHeaders(), goodAnswer(length));
    }

    protected final String goodHeaders() {
        return "content-type: " + contentType() + "\r\n";
    }

    protected ProviderOutcome call(URI server, Duration timeout) {
        return shown(provider(server), request(Map.of(), OutputType.TEXT, timeout));
    }

    /** Calls, and holds all that is shown of it against the secret. */
    protected static ProviderOutcome shown(Provider provider, ProviderRequest request) {
        ProviderOutcome outcome = provider.call(request);
        String shown = outcome.toString() + outcome.sent() + outcome.received() + provider + provider.profile();
        assertThat(shown).doesNotContain("s3cret");
        return outcome;
    }

    protected ProviderRequest request(Map<String, String> names, OutputType output, Duration timeout) {
        return new ProviderRequest("small", "Say x", null, List.of(), names, names, Map.of(), null, output, timeout,
                streams());
    }

    protected static Failure failure(@Nullable ProviderOutcome outcome) {
        assertThat(outcome).isInstanceOf(Failure.class);
        return (Failure) outcome;
    }
}
