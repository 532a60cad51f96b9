package dev.cellmill.worker.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmill.common.message.ErrorCode;
import dev.cellmill.common.plan.Latencies;
import dev.cellmill.worker.provider.ProviderOutcome;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.StringNode;

class CallFiguresTest {
    private static final ProviderOutcome DONE = new ProviderOutcome.Success(StringNode.valueOf("x"), null, 0, 0, 0,
            null, null);
    private static final ProviderOutcome FAILED = new ProviderOutcome.Failure(ErrorCode.PROVIDER_TIMEOUT, "late", true,
            null, null, null);

    private final CallFigures figures = new CallFigures();

    @Test
    void onlyAnsweredCallsHaveALatencyAndWhatIsLongAgoIsForgotten() {
        figures.add(DONE, Duration.ofMillis(20));
        figures.add(FAILED, Duration.ofSeconds(90));
        figures.turn();
        figures.add(DONE, Duration.ofMillis(20));
        assertThat(figures.told().failures()).isEqualTo(1);
        assertThat(figures.told().latencies()[Latencies.bucket(0.02)]).isEqualTo(2);
        assertThat(Arrays.stream(figures.told().latencies()).sum()).isEqualTo(2);
        figures.turn();
        assertThat(figures.told().failures()).isZero();
        assertThat(Arrays.stream(figures.told().latencies()).sum()).isEqualTo(1);
    }
}
