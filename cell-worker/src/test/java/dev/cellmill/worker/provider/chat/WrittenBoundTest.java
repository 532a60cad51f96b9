package dev.cellmill.worker.provider.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmill.common.json.Json;
import dev.cellmill.common.plan.Endpoint;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class WrittenBoundTest {

    @Test
    void aRequestThatMayBeAnsweredWithMoreThanIsSetAsideIsRefused() {
        assertThat(hold(object("{\"max_tokens\":100}"))).isNull();
        assertThat(hold(object("{\"max_tokens\":50,\"n\":2}"))).isNull();
        assertThat(hold(object("{\"max_tokens\":101}"))).contains("100");
        assertThat(hold(object("{\"max_tokens\":51,\"n\":2}"))).isNotNull();
        assertThat(hold(object("{\"max_tokens\":1,\"max_completion_tokens\":101}"))).isNotNull();
        assertThat(hold(object("{\"max_output_tokens\":1e9}"))).isNotNull();
        assertThat(hold(object("{\"n\":101}"))).isNotNull();
    }

    @Test
    void aRequestWithoutABoundIsGivenOne() {
        ObjectNode request = object("{\"n\":3}");
        assertThat(hold(request)).isNull();
        assertThat(request).isEqualTo(object("{\"n\":3,\"bound\":33}"));
    }

    private static @Nullable String hold(ObjectNode request) {
        return WrittenBound.hold(request, Endpoint.CHAT_COMPLETIONS, 100, "bound");
    }

    private static ObjectNode object(String json) {
        return (ObjectNode) Json.MAPPER.readTree(json);
    }
}
