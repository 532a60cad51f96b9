package dev.cellmill.worker.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cellmill.common.id.JobId;
import dev.cellmill.common.id.SheetId;
import dev.cellmill.common.id.TenantId;
import dev.cellmill.common.message.CellAddress;
import dev.cellmill.common.message.OutputChunk;
import dev.cellmill.common.message.OutputChunk.Stream;
import dev.cellmill.common.message.Position;
import dev.cellmill.common.message.WrittenText;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

class CellOutputTest {
    private static final CellAddress CELL = new CellAddress(TenantId.DEFAULT, new SheetId(new UUID(0, 1)),
            new JobId(new UUID(0, 2)), 3, 0, "text");
    private static final Position POSITION = new Position(1, 1, 0);

    private final List<OutputChunk> sent = Collections.synchronizedList(new ArrayList<>());
    private final ConcurrentLinkedQueue<Runnable> unacknowledged = new ConcurrentLinkedQueue<>();

    @Test
    void aShortAnswerThatNobodySawAPartOfIsNotSent() {
        CellOutput output = acknowledging().open(CELL, POSITION, false);
        output.answer("short");
        assertThat(output.end()).isNull();
        assertThat(sent).isEmpty();
    }

    @Test
    void aLongAnswerIsSentWholeAndNamed() {
        CellOutput output = acknowledging().open(CELL, POSITION, false);
        String text = "ä\n".repeat(40_000);
        output.answer(text.substring(0, 77));
        output.answer(text.substring(77));
        WrittenText written = output.end();
        assertThat(written.length()).isEqualTo(80_000);
        assertThat(written.bytes()).isEqualTo(120_000);
        assertThat(String.join("", sent.stream().map(OutputChunk::text).toList())).isEqualTo(text);
        assertThat(sent).allSatisfy(chunk -> assertThat(chunk.attempt()).isEqualTo(written.attempt()));
    }

    @Test
    void aLogIsAlwaysSentAndTwoAttemptsNeverHaveOneNumber() {
        Outputs outputs = acknowledging();
        CellOutput one = outputs.open(CELL, POSITION, true);
        CellOutput other = outputs.open(CELL, POSITION, true);
        one.log("a warning");
        assertThat(one.end()).isNull();
        other.log("b");
        other.end();
        assertThat(sent).extracting(OutputChunk::stream).containsOnly(Stream.LOG);
        assertThat(sent.getFirst().progress()).isEqualTo("a warning");
        assertThat(sent.get(1).attempt()).isGreaterThan(sent.getFirst().attempt());
    }

    @Test
    void whatIsWrittenAfterTheEndIsNobodys() {
        CellOutput output = acknowledging().open(CELL, POSITION, true);
        output.end();
        output.log("late");
        output.answer("late".repeat(5_000));
        assertThat(sent).isEmpty();
    }

    @Test
    void aWriterWaitsWhileTheBrokerTakesNothingAndTheEndForAllThatWasSent() throws InterruptedException {
        var outputs = new Outputs(TestOutputs.DEFAULTS, (chunk, acknowledged) -> {
            sent.add(chunk);
            unacknowledged.add(acknowledged);
        }, Clock.systemUTC());
        CellOutput output = outputs.open(CELL, POSITION, true);
        Thread writer = Thread.startVirtualThread(() -> {
            output.answer("x".repeat(10_240 * 200));
            output.end();
        });
        await().until(() -> writer.getState() == Thread.State.WAITING);
        assertThat(sent).hasSize(64);
        while (writer.isAlive()) {
            Runnable acknowledge = unacknowledged.poll();
            if (acknowledge != null) {
                acknowledge.run();
            } else {
                Thread.onSpinWait();
            }
        }
        assertThat(sent).hasSize(200);
    }

    private Outputs acknowledging() {
        return new Outputs(TestOutputs.DEFAULTS, (chunk, acknowledged) -> {
            sent.add(chunk);
            acknowledged.run();
        }, Clock.systemUTC());
    }
}
