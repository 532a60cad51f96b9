package dev.cellmill.common.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class UsageTest {

    @Test
    void usagesAddUpWithoutWhatTheyGiveBack() {
        assertThat(new Usage(1, 2, 3, 4, 5, 6, 7).plus(new Usage(10, 20, 30, 40, 50, 60, 70)))
                .isEqualTo(new Usage(11, 22, 33, 44, 55, 66, 0));
    }

    @Test
    void givesBackWhatIsSaidLast() {
        Usage some = new Usage(1, 2, 3, 4, 5, 6).returning(9);
        assertThat(some).isEqualTo(new Usage(1, 2, 3, 4, 5, 6, 9));
        assertThat(some.returning(0)).isEqualTo(new Usage(1, 2, 3, 4, 5, 6));
    }

    @Test
    void isNeverNegative() {
        for (int wrong : List.of(0, 1, 2, 3, 4, 5, 6)) {
            long[] of = new long[7];
            of[wrong] = -1;
            assertThatIllegalArgumentException().as("%d", wrong)
                    .isThrownBy(() -> new Usage((int) of[0], of[1], of[2], of[3], of[4], of[5], of[6]));
        }
    }
}
