package dev.cellmill.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ConfidenceTest {

    @Property
    void addsUpToOneInTheOrderOfLikeness(@ForAll @Size(min = 1, max = 1000) @DoubleRange(min = -1) double[] alike) {
        double[] confidences = Confidence.of(alike);

        assertThat(Arrays.stream(confidences).sum()).isCloseTo(1, within(1e-9));
        for (int i = 1; i < alike.length; i++) {
            if (alike[i] > alike[i - 1]) {
                assertThat(confidences[i]).isGreaterThanOrEqualTo(confidences[i - 1]);
            }
        }
    }

    @Test
    void isSharedByLabelsThatFitAlike() {
        assertThat(Confidence.of(new double[]{0.4, 0.4})).containsExactly(0.5, 0.5);
    }

    @Test
    void isOneOfTheOnlyLabelThereIs() {
        assertThat(Confidence.of(new double[]{-0.2})).containsExactly(1);
    }

    /** e^(30 · 0.1) = 20 times as likely. */
    @Test
    void isAsSharpAsItWasFitted() {
        assertThat(Confidence.of(new double[]{0.3, 0.2})[0]).isCloseTo(0.9526, within(0.0001));
    }
}
