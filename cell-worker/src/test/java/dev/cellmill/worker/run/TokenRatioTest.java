package dev.cellmill.worker.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class TokenRatioTest {
    private final TokenRatio ratio = new TokenRatio();

    @Test
    void takesTooMuchRatherThanTooLittleUntilAFewCallsHaveTold() {
        assertThat(ratio.tokens(100)).isEqualTo(200);
    }

    @Test
    void theFirstCallTellsMoreThanAnyLaterOne() {
        ratio.counted(100, 150);
        assertThat(ratio.tokens(100)).isEqualTo(150);
        ratio.counted(100, 130);
        assertThat(ratio.tokens(100)).isEqualTo(140);
    }

    @Test
    void learnsWhatAProviderCountsAlthoughCallsDiffer() {
        var random = new Random(3);
        for (int call = 0; call < 500; call++) {
            ratio.counted(100, 70 + random.nextInt(140));
        }
        assertThat(ratio.tokens(1_000)).isBetween(1_150L, 1_650L);
    }

    @Test
    void reservesAtLeastOneTokenAndLearnsNothingFromWhatWasNotCounted() {
        ratio.counted(100, 0);
        ratio.counted(0, 100);
        assertThat(ratio.tokens(100)).isEqualTo(200);
        assertThat(ratio.tokens(0)).isEqualTo(1);
    }
}
