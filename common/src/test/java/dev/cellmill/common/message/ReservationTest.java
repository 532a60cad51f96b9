package dev.cellmill.common.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class ReservationTest {

    @Test
    void coversWhatWasSetAsideLessWhatEarlierStepsCost() {
        Reservation left = new Reservation(100, 0).after(30).after(10);
        assertThat(left).isEqualTo(new Reservation(100, 40));
        assertThat(left.covers(60)).isTrue();
        assertThat(left.covers(61)).isFalse();
    }

    @Test
    void isNeverNegative() {
        assertThat(new Reservation(0, 0).covers(0)).isTrue();
        assertThatIllegalArgumentException().isThrownBy(() -> new Reservation(-1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new Reservation(0, -1));
    }
}
