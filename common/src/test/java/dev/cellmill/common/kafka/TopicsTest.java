package dev.cellmill.common.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopicsTest {

    @Test
    void aLaneHasATopicOfItsName() {
        String longest = "z".repeat(63);

        assertThat(Topics.tasks("ai-2_x")).isEqualTo("cellmill.tasks.ai-2_x");
        assertThat(Topics.tasks(longest)).endsWith(longest);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "AI", "a.b", "a b", "ä", "a/b", "a\n", "`", "{",
            "0123456789012345678901234567890123456789012345678901234567890123"})
    void whatNoTopicMayBeCalledIsNoLane(String lane) {
        assertThatThrownBy(() -> Topics.tasks(lane)).isInstanceOf(IllegalArgumentException.class);
    }
}
