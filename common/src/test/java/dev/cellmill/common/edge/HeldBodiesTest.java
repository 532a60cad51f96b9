package dev.cellmill.common.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.cellmill.common.access.Caller;
import dev.cellmill.common.id.TenantId;
import dev.cellmill.common.problem.ProblemException;
import dev.cellmill.common.problem.ProblemType;
import jakarta.servlet.FilterChain;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class HeldBodiesTest {
    private static final int KILO = 1024;
    private static final Duration NOW = Duration.ZERO;

    private boolean shared = true;
    private final HeldBytes bytes = new HeldBytes(20L * KILO, () -> shared);
    private final HeldBodies filter = new HeldBodies(bytes);

    @Test
    void aBodyIsReadUpToOneByteMoreThanItMayHave() throws IOException {
        assertThat(HeldBodies.read(body(10), 10)).hasSize(10);
        assertThat(HeldBodies.read(body(11), 10)).hasSize(11);
        assertThat(HeldBodies.read(body(1_000_000), 10)).hasSize(11);
        assertThat(HeldBodies.read(body(300_000), 1_000_000)).hasSize(300_000);
    }

    @Test
    void whatARequestReadCountsUntilItIsAnswered() throws Exception {
        as("acme", (_, _) -> {
            assertThat(HeldBodies.read(body(3 * KILO), 4 * KILO)).hasSize(3 * KILO);
            assertThat(take("acme", 2 * KILO)).isFalse();
            assertThat(take("globex", 10 * KILO)).isTrue();
        });
        assertThat(take("acme", 10 * KILO)).isTrue();
    }

    @Test
    void whatIsNotUsedAnyMoreDoesNotCount() throws Exception {
        as("acme", (_, _) -> {
            HeldBodies.read(body(3 * KILO), 4 * KILO);
            HeldBodies.letGo();
            assertThat(take("acme", 10 * KILO)).isTrue();
        });
    }

    @Test
    void aTreeCountsMoreThanAText() throws Exception {
        byte[] values = "{},".repeat(KILO).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> as("acme",
                        (_, _) -> HeldBodies.read(new ByteArrayInputStream(values), values.length)))
                .satisfies(e -> assertThat(e.problems().getFirst().type()).isEqualTo(ProblemType.UNAVAILABLE));
        assertThat(take("acme", 10 * KILO)).as("nothing is left of it").isTrue();
    }

    @Test
    void whoWaitsGetsWhatAnotherGivesBack() {
        shared = false;
        assertThat(take("acme", 20 * KILO)).isTrue();
        var took = new AtomicBoolean();
        Thread waiting = Thread.ofVirtual().start(() -> took.set(take("globex", 20 * KILO, Duration.ofDays(1))));
        await().until(() -> waiting.getState() == Thread.State.TIMED_WAITING);
        bytes.give(new TenantId("acme"), 20 * KILO);
        await().untilTrue(took);
    }

    private boolean take(String tenant, int count) {
        return take(tenant, count, NOW);
    }

    private boolean take(String tenant, int count, Duration within) {
        try {
            return bytes.take(new TenantId(tenant), count, within);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void as(String tenant, FilterChain work) throws Exception {
        var request = new MockHttpServletRequest();
        request.setAttribute(Caller.ATTRIBUTE, new Caller(new TenantId(tenant), "key", null));
        filter.doFilter(request, new MockHttpServletResponse(), work);
    }

    private static ByteArrayInputStream body(int length) {
        return new ByteArrayInputStream(new byte[length]);
    }
}
