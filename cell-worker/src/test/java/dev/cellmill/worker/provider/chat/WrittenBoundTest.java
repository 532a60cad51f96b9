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

    @Test
    void aBoundInWordsThatTheServerDoesNotHeedIsNone() {
        ObjectNode foreign = object("{\"max_output_tokens\":5}");
        assertThat(hold(foreign)).isNull();
        assertThat(foreign.get("bound").intValue()).isEqualTo(100);
        ObjectNode newer = object("{\"max_completion_tokens\":5}");
        assertThat(WrittenBound.hold(newer, Endpoint.CHAT_COMPLETIONS, 100, "max_tokens")).isNull();
        assertThat(newer).isEqualTo(object("{\"max_tokens\":5}"));
        ObjectNode older = object("{\"max_tokens\":5}");
        assertThat(WrittenBound.hold(older, Endpoint.CHAT_COMPLETIONS, 100, "max_completion_tokens")).isNull();
        assertThat(older).isEqualTo(object("{\"max_tokens\":5}"));
        ObjectNode response = object("{\"max_tokens\":5}");
        assertThat(WrittenBound.hold(response, Endpoint.RESPONSES, 100, "max_output_tokens")).isNull();
        assertThat(response.get("max_output_tokens").intValue()).isEqualTo(100);
    }

    @Test
    void aRequestWhoseBytesBoundNothingIsRefusedByTheMemberThatDoes() {
        assertThat(hold(object("{\"messages\":[{\"content\":[{\"type\":\"image_url\"}]}]}")))
                .contains("messages[0].content[0].type").contains("image_url");
        assertThat(WrittenBound.hold(object("{\"input\":[{\"image\":\"x\"}]}"), Endpoint.EMBEDDINGS, 100, "bound"))
                .contains("input[0]");
    }

    private static @Nullable String hold(ObjectNode request) {
        return WrittenBound.hold(request, Endpoint.CHAT_COMPLETIONS, 100, "bound");
    }

    private static ObjectNode object(String json) {
        return (ObjectNode) Json.MAPPER.readTree(json);
    }
}
