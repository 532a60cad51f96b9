package dev.cellmill.common.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmill.common.id.JobId;
import dev.cellmill.common.id.SheetId;
import dev.cellmill.common.id.TenantId;
import dev.cellmill.common.fingerprint.Fingerprint;
import dev.cellmill.common.message.Answer;
import dev.cellmill.common.message.CellAddress;
import dev.cellmill.common.message.CellEvent;
import dev.cellmill.common.message.Position;
import dev.cellmill.common.message.ServedBy;
import dev.cellmill.common.message.Usage;
import dev.cellmill.common.message.WrittenText;
import dev.cellmill.common.message.WrittenText.Form;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.NullNode;

class CellHeadersTest {
    private static final JobId JOB = JobId.of("01980000-0000-7000-8000-000000000002");
    private static final CellAddress CELL = new CellAddress(
            TenantId.DEFAULT, SheetId.of("01980000-0000-7000-8000-000000000001"), JOB, 1_000_000, 63, "any / name");

    @Test
    void areReadAsTheyWereWritten() {
        var headers = new RecordHeaders();
        var position = new Position(Long.MAX_VALUE, 2, 3);

        CellHeaders.write(headers, CELL, position, "my-lane_1", 7_000_000_000L);

        assertThat(CellHeaders.read(headers))
                .contains(new CellHeaders(JOB, 1_000_000, 63, position, "my-lane_1", 7_000_000_000L));
    }

    @Test
    void anEndSaysWhetherItsValueIsATextOfTheOutput() {
        assertThat(CellHeaders.readIsLong(CellRecords.of(done(Form.BESIDE)).headers())).isFalse();
        assertThat(CellHeaders.readIsLong(CellRecords.of(done(Form.CHUNKS)).headers())).isTrue();
    }

    private static CellEvent.Done done(Form form) {
        var position = new Position(1, 1, 0);
        var answer = new Answer(NullNode.getInstance(), "gpt", null, null, 0, false, ServedBy.PROVIDER,
                Fingerprint.parse("0123456789abcdef0123456789abcdef"),
                new WrittenText(CELL.key(), position, 1, 5, 5, form));
        return new CellEvent.Done(CELL, position, "lane", Instant.EPOCH, answer, Usage.NONE, null);
    }

    @Test
    void aRecordWithoutThemHasNoOwner() {
        assertThat(CellHeaders.read(new RecordHeaders())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "a/b/c/d/e/f/g", "01980000-0000-7000-8000-000000000002/1/2/0/1/0/lane",
            "01980000-0000-7000-8000-000000000002/1/2/1/1/0"})
    void unreadableOnesGiveNoOwnerAndNoError(String text) {
        var headers = new RecordHeaders().add("cellmill-cell", text.getBytes(StandardCharsets.UTF_8));

        assertThat(CellHeaders.read(headers)).isEmpty();
    }

    @Test
    void oneWithoutAValueGivesNoOwnerAndNoError() {
        assertThat(CellHeaders.read(new RecordHeaders().add("cellmill-cell", null))).isEmpty();

        var headers = new RecordHeaders();
        CellHeaders.write(headers, CELL, new Position(1, 1, 0), "lane", 0);
        headers.add("cellmill-reserved", null);
        assertThat(CellHeaders.read(headers)).map(CellHeaders::reserved).contains(0L);
    }
}
