package dev.cellmill.common.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class TracesTest {
    private static final String PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    @Test
    void whereTheyAreOffNothingIsFollowed() {
        assertThat(Traces.OFF.areOn()).isFalse();
        assertThat(Traces.OFF.current()).isNull();
        assertThat(Traces.OFF.follow("work", PARENT)).isNull();
        assertThat(Traces.OFF.follow("work", List.of(PARENT, PARENT))).isNull();
    }

    @Test
    void aRecordCarriesAContext() {
        var headers = new RecordHeaders();
        assertThat(TraceHeader.read(headers)).isNull();

        TraceHeader.write(headers, PARENT);

        assertThat(TraceHeader.read(headers)).isEqualTo(PARENT);
    }
}
