package dev.cellmill.status.fold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmill.common.fingerprint.Fingerprint;
import dev.cellmill.common.id.JobId;
import dev.cellmill.common.json.Json;
import dev.cellmill.common.message.Answer;
import dev.cellmill.common.message.CellEvent;
import dev.cellmill.common.message.ServedBy;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.StringNode;

class OutcomeValueTest {

    @Property
    void aTextIsStoredAsJsonWhateverItHolds(
            @ForAll @Chars({'a', 'ü', '"', '\\', '/', '\n', '\t', '\u0000', '\u001f', '\u007f', '\u2028', '\ud83d',
                    '\ude00'}) String text) {
        assertThat(Json.MAPPER.readTree(valueOf(StringNode.valueOf(text)))).isEqualTo(StringNode.valueOf(text));
    }

    @Example
    void anythingElseIsStoredAsItStands() {
        JsonNode value = Json.MAPPER.readTree("{\"a\":[1.5,null,\"\\\"\"]}");

        assertThat(valueOf(value)).isEqualTo("{\"a\":[1.5,null,\"\\\"\"]}");
        assertThat(valueOf(NullNode.getInstance())).isNull();
    }

    private static String valueOf(JsonNode value) {
        CellEvent.Done done = Events.done(JobId.next(), 1, 0);
        var answer = new Answer(value, "phone", null, null, 0, false, ServedBy.PROVIDER, new Fingerprint(1, 2));
        return Outcome.of(new CellEvent.Done(done.cell(), done.position(), done.lane(), done.at(), answer,
                done.usage(), null)).value();
    }
}
