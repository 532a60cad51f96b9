package dev.cellmill.common.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class PositionTest {

    @Test
    void runsAndDispatchesCountFromOneAndStepsFromZero() {
        assertThat(new Position(1, 1, 0)).isNotNull();
        assertThatIllegalArgumentException().isThrownBy(() -> new Position(0, 1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new Position(1, 0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new Position(1, 1, -1));
    }

    @Test
    void aHopLeadsToTheNextStepAndAReleaseToTheNextDispatchOfTheSameStep() {
        assertThat(new Position(5, 3, 2).nextStep()).isEqualTo(new Position(5, 3, 3));
        assertThat(new Position(5, 3, 2).nextDispatch()).isEqualTo(new Position(5, 4, 2));
    }
}
