package dev.cellmill.status.fold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmill.common.id.JobId;
import dev.cellmill.common.json.Json;
import dev.cellmill.common.message.Answer;
import dev.cellmill.common.message.CellEvent;
import dev.cellmill.common.message.OutputChunk;
import dev.cellmill.common.message.OutputChunk.Stream;
import dev.cellmill.common.message.WrittenText;
import dev.cellmill.common.message.WrittenText.Form;
import dev.cellmill.status.output.StoreChunks;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jooq.Record;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.NullNode;

class LongEndsIT {
    private static final FoldDatabase DATABASE = new FoldDatabase();
    private static final StoreChunks CHUNKS = new StoreChunks(DATABASE.source);
    private static final LongEnds ENDS = new LongEnds(DATABASE.batch);
    private static final String TEXT = "zwölf \"Zeilen\"\n".repeat(12);
    private static final int PIECE = 17;
    private static final int ALL = 8;

    private JobId job;

    @BeforeEach
    void aJobOfTwoRows() {
        DATABASE.removeJobs();
        job = DATABASE.newJob(2, 1);
    }

    @Test
    void aCellEndsOnceItsTextIsHereWhole() throws SQLException {
        List<OutputChunk> chunks = chunks(0, 1, TEXT);
        CHUNKS.store(chunks.subList(1, chunks.size()));
        DATABASE.batch.fold(List.of(longEnd(0, 0, 1, TEXT, Form.TEXT)));
        assertThat(ENDS.foldSome(ALL)).isZero();
        assertThat(DATABASE.sql.fetch("SELECT FROM status.job_progress")).as("nothing is counted").isEmpty();

        CHUNKS.store(chunks.subList(0, 1));
        assertThat(ENDS.foldSome(ALL)).isOne();
        assertThat(value(0)).isEqualTo(TEXT);
        assertThat(count("cell_output_chunk")).as("what is in the cell is kept nowhere else").isZero();
        assertThat(count("waiting_end")).isZero();
        assertThat(ENDS.foldSome(ALL)).isZero();
        assertThat(DATABASE.audit(job)).contains("equal=true");
    }

    @Test
    void attemptsNeverMixAndWhatComesInAnyOrderAndTwiceIsTheSame() throws SQLException {
        var random = new Random(7);
        for (int round = 0; round < 30; round++) {
            aJobOfTwoRows();
            List<Object> messages = new ArrayList<>();
            for (int row = 0; row < 2; row++) {
                messages.addAll(chunks(row, 1, "an attempt that broke off ".repeat(3)));
                messages.addAll(chunks(row, 2, TEXT + row));
                messages.add(longEnd(row, row, 2, TEXT + row, Form.TEXT));
            }
            messages.addAll(messages.subList(random.nextInt(messages.size()), messages.size()));
            Collections.shuffle(messages, random);
            for (Object message : messages) {
                if (message instanceof OutputChunk chunk) {
                    CHUNKS.store(List.of(chunk));
                } else {
                    DATABASE.batch.fold(List.of((CellEvent) message));
                }
                if (random.nextInt(3) == 0) {
                    ENDS.foldSome(1 + random.nextInt(2));
                }
            }
            ENDS.foldSome(ALL);
            assertThat(value(0)).isEqualTo(TEXT + 0);
            assertThat(value(1)).isEqualTo(TEXT + 1);
            assertThat(DATABASE.jobProgress(job).get("closed", Long.class)).isEqualTo(2);
            assertThat(count("waiting_end")).as("an end that came once more does not wait").isZero();
            assertThat(DATABASE.audit(job)).contains("equal=true");
        }
    }

    @Test
    void aTextThatIsTooLongForACellStaysInChunksAndTheCellShowsItsBeginning() throws SQLException {
        CHUNKS.store(chunks(0, 1, "broken off"));
        CHUNKS.store(chunks(0, 2, TEXT));
        DATABASE.batch.fold(List.of(longEnd(0, 0, 2, TEXT, Form.CHUNKS)));
        assertThat(ENDS.foldSome(ALL)).isOne();
        Record cell = cell(0);
        assertThat(TEXT).startsWith(value(0));
        assertThat(cell.get("text_bytes", Long.class)).isEqualTo(TEXT.getBytes(StandardCharsets.UTF_8).length);
        assertThat(stored(0)).isEqualTo(TEXT);
        // whose end comes twice
        DATABASE.batch.fold(List.of(longEnd(0, 0, 2, TEXT, Form.CHUNKS)));
        ENDS.foldSome(ALL);
        assertThat(stored(0)).isEqualTo(TEXT);
    }

    @Test
    void oneLongAnswerMayServeSeveralCells() throws SQLException {
        CHUNKS.store(chunks(0, 1, TEXT));
        DATABASE.batch.fold(List.of(longEnd(1, 0, 1, TEXT, Form.CHUNKS), longEnd(0, 0, 1, TEXT, Form.CHUNKS)));
        assertThat(ENDS.foldSome(ALL)).isEqualTo(2);
        assertThat(stored(0)).isEqualTo(TEXT);
        assertThat(stored(1)).isEqualTo(TEXT);
    }

    @Test
    void whatAWaitingCellNeedsOfADeletedJobIsTakenIfItIsAllHereAndElseNotWaitedFor() throws SQLException {
        JobId writer = job;
        CHUNKS.store(chunks(0, 1, TEXT));
        List<OutputChunk> rest = chunks(1, 1, TEXT);
        CHUNKS.store(rest.subList(0, 2));
        var texts = List.of(written(0, 1, TEXT, Form.CHUNKS), written(1, 1, TEXT, Form.CHUNKS));
        job = DATABASE.newJob(2, 1);
        DATABASE.batch.fold(List.of(longEnd(0, texts.get(0)), longEnd(1, texts.get(1))));
        DATABASE.sql.execute("DELETE FROM jobs.job WHERE id = ?", writer.value());
        CHUNKS.store(rest);

        assertThat(ENDS.foldSome(ALL)).isEqualTo(2);
        assertThat(stored(0)).isEqualTo(TEXT);
        assertThat(cell(1).get("error", String.class)).contains("record.rejected");
        assertThat(DATABASE.audit(job)).contains("equal=true");
    }

    @Test
    void anEndOfADeletedJobDoesNotWait() throws SQLException {
        CellEvent.Done late = longEnd(0, 0, 1, TEXT, Form.TEXT);
        DATABASE.sql.execute("DELETE FROM jobs.job WHERE id = ?", job.value());
        DATABASE.batch.fold(List.of(late));
        assertThat(count("waiting_end")).isZero();
    }

    @Test
    void jsonThatWasLongIsJsonAgain() throws SQLException {
        String json = "{\"a\":[1,2],\"b\":\"" + "x".repeat(60) + "\"}";
        CHUNKS.store(chunks(0, 1, json));
        DATABASE.batch.fold(List.of(longEnd(0, 0, 1, json, Form.JSON)));
        ENDS.foldSome(ALL);
        assertThat(Json.MAPPER.readTree(cell(0).get("value", String.class))).isEqualTo(Json.MAPPER.readTree(json));
    }

    @Test
    void whatWasWrittenBesideAValueGoesWithItsEndAlsoWhatComesLate() throws SQLException {
        List<OutputChunk> chunks = chunks(0, 1, TEXT);
        CHUNKS.store(chunks.subList(0, 3));
        CellEvent.Done done = Events.done(job, 0, 0);
        Answer answer = done.answer();
        DATABASE.batch.fold(List.of(with(done, new Answer(answer.value(), answer.provider(), null, null, 0, false,
                answer.servedBy(), answer.fingerprint(), written(0, 1, TEXT, Form.BESIDE)))));
        assertThat(value(0)).isEqualTo("value");
        CHUNKS.store(chunks);
        assertThat(count("cell_output_chunk")).isZero();
    }

    @Test
    void aValueThatTheDatabaseRefusesFailsItsCellAlone() throws SQLException {
        CHUNKS.store(chunks(0, 1, "not JSON " + TEXT));
        CHUNKS.store(chunks(1, 1, TEXT));
        DATABASE.batch.fold(List.of(longEnd(0, 0, 1, "not JSON " + TEXT, Form.JSON),
                longEnd(1, 1, 1, TEXT, Form.TEXT)));
        assertThat(ENDS.foldSome(ALL)).isEqualTo(2);
        assertThat(cell(0).get("error", String.class)).contains("record.rejected");
        assertThat(value(1)).isEqualTo(TEXT);
        assertThat(DATABASE.audit(job)).contains("equal=true");
    }

    @Test
    void aValueThatOnlyTheStatementFindsWrongFailsItsCellAlone() throws SQLException {
        String json = "{\"a\":\"\\u0000" + "x".repeat(60) + "\"}";
        CHUNKS.store(chunks(0, 1, json));
        CHUNKS.store(chunks(1, 1, TEXT));
        DATABASE.batch.fold(List.of(longEnd(0, 0, 1, json, Form.JSON), longEnd(1, 1, 1, TEXT, Form.TEXT)));
        assertThat(ENDS.foldSome(ALL)).isOne();
        assertThat(cell(0).get("error", String.class)).contains("record.rejected");
        assertThat(ENDS.foldSome(ALL)).isOne();
        assertThat(value(1)).isEqualTo(TEXT);
        assertThat(DATABASE.audit(job)).contains("equal=true");
    }

    private CellEvent.Done longEnd(int row, int writer, long attempt, String text, Form form) {
        return longEnd(row, written(writer, attempt, text, form));
    }

    private CellEvent.Done longEnd(int row, WrittenText text) {
        CellEvent.Done done = Events.done(job, row, 0);
        Answer answer = done.answer();
        return with(done, new Answer(NullNode.getInstance(), answer.provider(), null, answer.confidence(), 0, false,
                answer.servedBy(), answer.fingerprint(), text));
    }

    private WrittenText written(int row, long attempt, String text, Form form) {
        return new WrittenText(Events.done(job, row, 0).cell().key(), Events.done(job, row, 0).position(), attempt,
                text.length(), text.getBytes(StandardCharsets.UTF_8).length, form);
    }

    private static CellEvent.Done with(CellEvent.Done done, Answer answer) {
        return new CellEvent.Done(done.cell(), done.position(), done.lane(), done.at(), answer, done.usage(), null);
    }

    private List<OutputChunk> chunks(int row, long attempt, String text) {
        CellEvent.Done done = Events.done(job, row, 0);
        List<OutputChunk> chunks = new ArrayList<>();
        for (int from = 0; from < text.length(); from += PIECE) {
            chunks.add(new OutputChunk(done.cell(), done.position(), attempt, Stream.ANSWER, chunks.size(), from,
                    text.substring(from, Math.min(text.length(), from + PIECE)), null,
                    Instant.parse("2026-01-01T12:00:00Z")));
        }
        return chunks;
    }

    private Record cell(int row) {
        return DATABASE.sql.fetchSingle("SELECT * FROM status.cell WHERE job_id = ? AND row = ?", job.value(), row);
    }

    private String value(int row) {
        return Json.MAPPER.readTree(cell(row).get("value", String.class)).stringValue();
    }

    private String stored(int row) {
        return DATABASE.sql.fetchSingle("""
                SELECT convert_from(string_agg(content, ''::bytea ORDER BY start), 'UTF8')
                FROM status.cell_output_chunk WHERE job_id = ? AND row = ?
                """, job.value(), row).get(0, String.class);
    }

    private long count(String table) {
        return DATABASE.sql.fetchSingle("SELECT count(*) FROM status." + table).get(0, Long.class);
    }
}
