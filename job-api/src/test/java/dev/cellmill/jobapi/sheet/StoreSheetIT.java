package dev.cellmill.jobapi.sheet;

import static dev.cellmill.common.db.generated.intake.Tables.SHEET;
import static dev.cellmill.common.db.generated.intake.Tables.SHEET_ROW;
import static dev.cellmill.jobapi.sheet.Refusals.problemOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cellmill.common.access.Sharing;
import dev.cellmill.common.db.Schema;
import dev.cellmill.common.id.SheetId;
import dev.cellmill.common.id.TenantId;
import dev.cellmill.common.problem.ProblemException;
import dev.cellmill.common.problem.ProblemType;
import dev.cellmill.jobapi.removal.RemoveJob;
import dev.cellmill.testkit.Backends;
import dev.cellmill.testkit.TestDatabase;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.jooq.types.DayToSecond;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class StoreSheetIT {
    private static final TenantId TENANT = TenantId.DEFAULT;
    private static final SheetSettings SETTINGS = ReadTable.settings(3_000, DataSize.ofKilobytes(2));
    private static TestDatabase server;
    private static DSLContext database;
    private static Sheets sheets;
    private static SheetWriter writer;
    private static SheetRemoval removal;
    private static StoreSheet store;

    @BeforeAll
    static void begin() {
        server = Backends.newDatabase();
        Schema.migrate(server.dataSource());
        database = DSL.using(server.dataSource(), SQLDialect.POSTGRES);
        sheets = new Sheets(database);
        writer = new SheetWriter(database, server.dataSource());
        removal = new SheetRemoval(database, new RemoveJob(database));
        store = new StoreSheet(sheets, writer, removal, SETTINGS, () -> false);
    }

    @AfterEach
    void empty() {
        database.truncate(SHEET).execute();
        database.truncate(SHEET_ROW).execute();
    }

    @Test
    void rowsLieAsArraysBesideTheirColumns() throws IOException {
        Sheet sheet = store.create(TENANT, "people", csv("name,note\nAda,\"said \"\"hi\"\"\n😀\"\nBob,\n"));

        assertThat(sheet.columns()).containsExactly("name", "note");
        assertThat(sheet.rowCount()).isEqualTo(2);
        assertThat(sheet.contentHash()).hasSize(64);
        assertThat(inputs(sheet.id())).containsExactly("[\"Ada\", \"said \\\"hi\\\"\\n😀\"]", "[\"Bob\", \"\"]");
        assertThat(sheets.find(TENANT, sheet.id())).contains(sheet);
        assertThat(sheets.find(new TenantId("other"), sheet.id())).isEmpty();
    }

    @Test
    void jsonKeepsItsTypesInTheDatabase() throws IOException {
        Sheet sheet = store.create(TENANT, "j", json("{\"a\":1.50,\"b\":{\"c\":[true,null]}}\n{\"b\":\"x\",\"d\":2}"));

        assertThat(sheet.columns()).containsExactly("a", "b", "d");
        assertThat(inputs(sheet.id())).containsExactly("[1.50, {\"c\": [true, null]}]", "[null, \"x\", 2]");
    }

    @Test
    void manyChunksMakeOneSheet() throws IOException {
        Sheet sheet = store.create(TENANT, "many", csv(numbers(2_500)));

        assertThat(sheet.rowCount()).isEqualTo(2_500);
        assertThat(inputs(sheet.id()).get(2_499)).isEqualTo("[\"2499\", \"row 2499\"]");
    }

    @Test
    void badInputLeavesNothingBehind() {
        String rows = numbers(1_000);
        for (String bad : List.of(rows + "1\n", rows + "1,2,3\n", rows + "\"1", rows + "\"1\"2,3\n", rows + "1,\0\n",
                rows + "1," + "x".repeat(2_000) + "\n", "a,a\n1,2\n", "a,\n1,2\n", "", numbers(3_001))) {
            problemOf(() -> store.create(TENANT, "bad", csv(bad)));
            assertNothingStored();
        }
        byte[] latin = (rows + "1,é\n").getBytes(StandardCharsets.ISO_8859_1);
        problemOf(() -> store.create(TENANT, "bad", body(SheetFormat.CSV, new ByteArrayInputStream(latin))));
        assertNothingStored();
        for (String bad : List.of("{\"a\":1}\n".repeat(1_000) + "{\"a\":" + "[".repeat(100_000), "{}",
                "{\"a\":1,\"a\":2}",
                "{\"a\":\"\\ud800\"}", "{\"a\":1e200000}")) {
            problemOf(() -> store.create(TENANT, "bad", json(bad)));
            assertNothingStored();
        }
    }

    @Test
    void aBodyThatBreaksOffLeavesNothingBehind() {
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> store.create(TENANT, "cut", body(SheetFormat.CSV, cut(numbers(1_000)))));
        assertNothingStored();
    }

    @Test
    void appendedRowsFollowAndTheHashGoes() throws IOException {
        Sheet sheet = store.create(TENANT, "grows", csv("a,b\n1,2\n"));

        Sheet grown = store.append(TENANT, sheet.id(), csv("b,a\n4,3\n"));
        Sheet wider = store.append(TENANT, sheet.id(), json("{\"c\":true,\"a\":5}"));

        assertThat(grown.contentHash()).isNull();
        assertThat(wider.columns()).containsExactly("a", "b", "c");
        assertThat(wider.rowCount()).isEqualTo(3);
        assertThat(inputs(sheet.id())).containsExactly("[\"1\", \"2\"]", "[\"3\", \"4\"]", "[5, null, true]");
    }

    @Test
    void aFailedAppendLeavesTheSheetAsItWas() throws IOException {
        Sheet sheet = store.create(TENANT, "s", csv(numbers(10)));

        problemOf(() -> store.append(TENANT, sheet.id(), csv(numbers(1_000) + "ragged\n")));
        problemOf(() -> store.append(TENANT, sheet.id(), csv("a,other\n")));
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> store.append(TENANT, sheet.id(), body(SheetFormat.CSV, cut(numbers(1_000)))));

        assertThat(sheets.find(TENANT, sheet.id())).contains(sheet);
        assertThat(inputs(sheet.id())).hasSize(10);
        assertThat(store.append(TENANT, sheet.id(), csv(numbers(5))).rowCount()).isEqualTo(15);
    }

    @Test
    void oneAppendAtATime() throws Exception {
        Sheet sheet = store.create(TENANT, "s", csv(numbers(1)));
        var claimed = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        var slow = new InputStream() {
            @Override
            public int read() throws IOException {
                claimed.countDown();
                try {
                    go.await();
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
                return -1;
            }
        };
        var first = Thread.ofVirtual()
                .start(() -> problemOf(() -> store.append(TENANT, sheet.id(), body(SheetFormat.CSV, slow))));
        claimed.await();

        assertThat(problemOf(() -> store.append(TENANT, sheet.id(), csv(numbers(1)))).type())
                .isEqualTo(ProblemType.SHEET_BUSY);

        go.countDown();
        first.join();
        assertThat(store.append(TENANT, sheet.id(), csv(numbers(1))).rowCount()).isEqualTo(2);
    }

    @Test
    void unknownSheetsTakeNoRows() {
        assertThat(problemOf(() -> store.append(TENANT, SheetId.next(), csv("a\n"))).type())
                .isEqualTo(ProblemType.NOT_FOUND);
    }

    @Test
    void whatTheDeadLeftIsSweptAndTheLivingAreNot() throws IOException {
        Sheet sheet = store.create(TENANT, "s", csv(numbers(10)));
        SheetId dead = SheetId.next();
        UUID upload = UUID.randomUUID();
        writer.create(TENANT, dead, "dead", upload);
        assertThat(writer.store(dead, upload, chunk(dead, 0))).isTrue();
        assertThat(writer.claim(TENANT, sheet.id(), upload, Duration.ofMinutes(1))).isPresent();
        assertThat(writer.store(sheet.id(), upload, chunk(sheet.id(), 10))).isTrue();

        removal.sweep(Duration.ofMinutes(1));
        assertThat(rows()).isEqualTo(12);

        database.update(SHEET).set(SHEET.WRITTEN_AT, SHEET.WRITTEN_AT.sub(DayToSecond.minute("2")))
                .execute();
        removal.sweep(Duration.ofMinutes(1));
        assertThat(rows()).isEqualTo(10);
        assertThat(database.fetchCount(SHEET)).isEqualTo(1);
        assertThat(store.append(TENANT, sheet.id(), csv(numbers(1))).rowCount()).isEqualTo(11);
    }

    @Test
    void anUploadThatWasGivenUpStoresNothingMore() {
        SheetId sheet = SheetId.next();
        UUID upload = UUID.randomUUID();
        writer.create(TENANT, sheet, "slow", upload);
        database.update(SHEET).set(SHEET.STATE, "deleting").execute();

        assertThat(writer.store(sheet, upload, chunk(sheet, 0))).isFalse();
        assertThat(writer.publish(sheet, upload, List.of("a"), 1, 1, null)).isFalse();
        assertThat(rows()).isZero();
    }

    @Test
    void deletingHidesAtOnceAndIsGoneOnWith() throws IOException {
        Sheet sheet = store.create(TENANT, "s", csv(numbers(100)));

        assertThat(removal.mark(TENANT, sheet.id())).isEqualTo(SheetRemoval.Mark.MARKED);
        assertThat(sheets.find(TENANT, sheet.id())).isEmpty();
        assertThat(sheets.list(TENANT, null, null, 10)).isEmpty();
        assertThat(removal.mark(TENANT, sheet.id())).isEqualTo(SheetRemoval.Mark.UNKNOWN);

        removal.sweep(Duration.ofMinutes(1));
        assertNothingStored();
    }

    @Test
    void moreUploadsThanAllowedAreToldToComeAgain() {
        StoreSheet one = store(1, () -> false);

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> one.create(TENANT, "first", body(SheetFormat.CSV,
                        during(() -> one.create(TENANT, "second", csv("a\n1\n"))))))
                .satisfies(e -> assertThat(e.problems().getFirst().type()).isEqualTo(ProblemType.UNAVAILABLE));
        assertNothingStored();
    }

    @Test
    void uploadsOfOneTenantLeaveRoomForOthersAndWaitForNoneOfTheServicesOwn() throws IOException {
        StoreSheet two = store(2, () -> true);
        var other = new TenantId("acme");

        two.create(TENANT, "first", body(SheetFormat.CSV, during(() -> {
            assertThatExceptionOfType(ProblemException.class)
                    .isThrownBy(() -> two.create(TENANT, "second", csv("a\n1\n")))
                    .satisfies(e -> assertThat(e.problems().getFirst().type()).isEqualTo(ProblemType.UNAVAILABLE));
            two.create(other, "other's", body(SheetFormat.CSV, during(
                    () -> two.createAside(TENANT, SheetId.next(), "a batch's", csv("a\n1\n")))));
            return null;
        })));

        assertThat(sheets.list(TENANT, null, null, 10)).extracting(Sheet::name).containsExactlyInAnyOrder("first",
                "a batch's");
        assertThat(sheets.list(other, null, null, 10)).hasSize(1);
    }

    private static StoreSheet store(int maxUploads, Sharing sharing) {
        return new StoreSheet(sheets, writer, removal, new SheetSettings(20, 200, DataSize.ofKilobytes(1),
                DataSize.ofKilobytes(4), 100, DataSize.ofMegabytes(1), 200, maxUploads, DataSize.ofKilobytes(2),
                Duration.ofSeconds(30), Duration.ofMinutes(10), Duration.ofMinutes(1)), sharing);
    }

    private interface Work {
        @Nullable
        Object done() throws IOException;
    }

    /** A small sheet, at the beginning of which something else is done. */
    private static InputStream during(Work work) {
        return new SequenceInputStream(new InputStream() {
            @Override
            public int read() throws IOException {
                work.done();
                return -1;
            }
        }, csv("a\n1\n").stream());
    }

    private static void assertNothingStored() {
        assertThat(database.fetchCount(SHEET)).isZero();
        assertThat(rows()).isZero();
    }

    private static int rows() {
        return database.fetchCount(SHEET_ROW);
    }

    private static CopyChunk chunk(SheetId sheet, int row) {
        var chunk = new CopyChunk(100);
        byte[] tenant = TENANT.value().getBytes(StandardCharsets.UTF_8);
        chunk.add(sheet.value(), row, tenant, new byte[0], new int[]{-1}, new int[]{-1}, 1);
        chunk.end();
        return chunk;
    }

    private static List<String> inputs(SheetId sheet) {
        return database.selectFrom(SHEET_ROW)
                .where(SHEET_ROW.SHEET_ID.eq(sheet.value()))
                .orderBy(SHEET_ROW.ROW)
                .fetch(row -> row.get(SHEET_ROW.INPUT).data());
    }

    private static String numbers(int count) {
        var csv = new StringBuilder("n,text\n");
        IntStream.range(0, count).forEach(i -> csv.append(i).append(",row ").append(i).append('\n'));
        return csv.toString();
    }

    /** The text, and then the line goes dead. */
    private static InputStream cut(String text) {
        return new SequenceInputStream(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)),
                new InputStream() {
                    @Override
                    public int read() throws IOException {
                        throw new IOException("cut off");
                    }
                });
    }

    private static SheetBody csv(String text) {
        return body(SheetFormat.CSV, new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static SheetBody json(String text) {
        return body(SheetFormat.NDJSON, new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static SheetBody body(SheetFormat format, InputStream stream) {
        return new SheetBody(format, ',', false, stream);
    }
}
