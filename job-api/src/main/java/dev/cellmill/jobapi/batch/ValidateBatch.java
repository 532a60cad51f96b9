package dev.cellmill.jobapi.batch;

import static dev.cellmill.common.db.generated.jobs.Tables.BATCH;
import static org.jooq.impl.DSL.currentOffsetDateTime;

import dev.cellmill.common.id.JobId;
import dev.cellmill.common.id.SheetId;
import dev.cellmill.common.json.Json;
import dev.cellmill.common.problem.ProblemException;
import dev.cellmill.common.problem.ProblemType;
import dev.cellmill.jobapi.file.FileContent;
import dev.cellmill.jobapi.file.Files;
import dev.cellmill.jobapi.file.StoredFile;
import dev.cellmill.jobapi.job.SubmitWorded;
import dev.cellmill.jobapi.sheet.SheetBody;
import dev.cellmill.jobapi.sheet.SheetFormat;
import dev.cellmill.jobapi.sheet.SheetSettings;
import dev.cellmill.jobapi.sheet.StoreSheet;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.JSONB;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads a batch's file twice: first for what is wrong with it, then, if nothing is, into a sheet, on which it submits a job. The
 * job and the batch's new status are stored in one transaction. The sheet's id is noted before it is made, so that whoever goes on
 * after a death takes it away first.
 */
@Component
class ValidateBatch {
    private static final Logger LOG = LoggerFactory.getLogger(ValidateBatch.class);
    private static final Duration BUSY = Duration.ofSeconds(1);
    private static final Duration AFTER_A_FAILURE = Duration.ofSeconds(5);
    private static final int MOST_FAILURES = 10;

    private final DSLContext database;
    private final Files files;
    private final FileContent content;
    private final StoreSheet sheets;
    private final SheetSettings sheetSettings;
    private final SubmitWorded jobs;
    private final BatchSettings settings;

    ValidateBatch(DSLContext database, Files files, FileContent content, StoreSheet sheets,
            SheetSettings sheetSettings, SubmitWorded jobs, BatchSettings settings) {
        this.database = database;
        this.files = files;
        this.content = content;
        this.sheets = sheets;
        this.sheetSettings = sheetSettings;
        this.jobs = jobs;
        this.settings = settings;
    }

    /** @return after how long there is more to do, if there is */
    Duration validate(BatchWork.Lease lease) throws IOException {
        OpenBatch batch = lease.batch();
        if (batch.sheet() != null) {
            // of whoever died over it
            sheets.discard(batch.tenant(), batch.sheet());
        }
        Optional<StoredFile> file = files.findAccepted(batch.tenant(), batch.input());
        if (file.isEmpty()) {
            fail(lease, List.of(new BatchError("file_not_found", "The file is not here any more.", null, null)));
            return Duration.ZERO;
        }
        var checks = new LineChecks(batch.endpoint(), settings, sheetSettings.maxCell().toBytes(),
                batch.maxCost() != null);
        try (InputStream bytes = bytes(batch, file.get())) {
            var lines = lines(bytes);
            boolean more = true;
            for (FileLines.Line line = lines.next(); line != null && more; line = more ? lines.next() : null) {
                lease.renew();
                more = checks.check(line);
            }
        }
        List<BatchError> errors = checks.end();
        if (!errors.isEmpty()) {
            fail(lease, errors);
            return Duration.ZERO;
        }
        return switch (ModelChoice.of(checks.model(), batch.endpoint(), settings.models(), jobs.providers())) {
            case ModelChoice.None(String why) -> {
                fail(lease, List.of(new BatchError("model_not_found", why, "body.model", null)));
                yield Duration.ZERO;
            }
            case ModelChoice.Chosen chosen -> begin(lease, file.get(), checks, chosen);
        };
    }

    private Duration begin(BatchWork.Lease lease, StoredFile file, LineChecks checks, ModelChoice.Chosen chosen)
            throws IOException {
        OpenBatch batch = lease.batch();
        SheetId sheet = SheetId.next();
        note(lease, sheet);
        boolean isUsed = false;
        try (InputStream bytes = bytes(batch, file)) {
            var lines = lines(bytes);
            sheets.createAside(batch.tenant(), sheet, file.filename(),
                    new SheetBody(SheetFormat.NDJSON, SheetBody.COMMA,
                            false, new SheetFeed(() -> row(lease, lines))));
            JobId job = submit(lease, sheet, checks, chosen, file);
            isUsed = true;
            jobs.submitted(batch.by(), job);
            return Duration.ZERO;
        } catch (ProblemException e) {
            if (e.problems().getFirst().type() == ProblemType.UNAVAILABLE) {
                return BUSY;
            }
            fail(lease, e.problems().stream()
                    .map(problem -> new BatchError(code(problem.type()), problem.detail(), null, null)).toList());
            return Duration.ZERO;
        } finally {
            if (!isUsed) {
                discard(batch, sheet);
            }
        }
    }

    private void note(BatchWork.Lease lease, SheetId sheet) {
        if (database.update(BATCH).set(BATCH.SHEET_ID, sheet.value()).where(lease.mine()).execute() == 0) {
            throw new BatchWork.LeaseLost();
        }
    }

    /**
     * After something that is nobody's fault has kept it from coming to an end: tried again, later each time, but not for
     * ever.
     *
     * @return after how long
     */
    Duration failed(BatchWork.Lease lease) {
        Integer failures = database.update(BATCH).set(BATCH.FAILURES, BATCH.FAILURES.plus(1)).where(lease.mine())
                .returningResult(BATCH.FAILURES).fetchOne(BATCH.FAILURES);
        if (failures != null && failures >= MOST_FAILURES) {
            fail(lease, List.of(new BatchError("internal_error",
                    "The file could not be validated in %d attempts, which is not its fault; make another batch of it. The server's log says why."
                            .formatted(failures),
                    null, null)));
        }
        return AFTER_A_FAILURE.multipliedBy(failures == null ? 1 : failures);
    }

    /** By it programs tell a limit, which passes, from a request that never will. */
    private static String code(ProblemType type) {
        return type == ProblemType.QUOTA_EXCEEDED ? "quota_exceeded" : "invalid_request";
    }

    private JobId submit(BatchWork.Lease lease, SheetId sheet, LineChecks checks, ModelChoice.Chosen chosen,
            StoredFile file) {
        OpenBatch batch = lease.batch();
        return database.transactionResult(configuration -> {
            DSLContext transaction = configuration.dsl();
            if (transaction.selectOne().from(BATCH).where(lease.mine()).forUpdate().fetch().isEmpty()) {
                throw new BatchWork.LeaseLost();
            }
            JobId job = jobs.submit(transaction, batch.by(), document(batch, sheet, chosen, file), sheet);
            transaction.update(BATCH)
                    .set(BATCH.STATUS, BatchStatus.IN_PROGRESS.wireName())
                    .set(BATCH.IN_PROGRESS_AT, currentOffsetDateTime())
                    .set(BATCH.MODEL, checks.model())
                    .set(BATCH.TOTAL, checks.requests())
                    .set(BATCH.SHEET_ID, sheet.value())
                    .set(BATCH.JOB_ID, job.value())
                    .where(lease.mine())
                    .execute();
            return job;
        });
    }

    private static ObjectNode document(OpenBatch batch, SheetId sheet, ModelChoice.Chosen chosen, StoredFile file) {
        ObjectNode document = JsonNodeFactory.instance.objectNode().put("name", file.filename()).put("sheet",
                sheet.toString());
        document.putObject("labels").put(BatchSheet.LABEL, batch.id().toString());
        document.putArray("columns").addObject()
                .put("name", BatchSheet.RESPONSE)
                .put("provider", chosen.provider())
                .put("model", chosen.model())
                .put("endpoint", batch.endpoint().path())
                .put("prompt", "{{" + BatchSheet.BODY + "}}");
        if (batch.maxCost() != null) {
            document.putObject("budget").put("maxCost", batch.maxCost());
        }
        return document;
    }

    private @Nullable ObjectNode row(BatchWork.Lease lease, FileLines lines) throws IOException {
        lease.renew();
        FileLines.Line line = lines.next();
        if (line == null) {
            return null;
        }
        if (line instanceof FileLines.Line.Text(long _, String text)
                && RequestLine.read(text,
                        lease.batch().endpoint()) instanceof RequestLine.Reading.Read(RequestLine read)) {
            return JsonNodeFactory.instance.objectNode().put(BatchSheet.CUSTOM_ID, read.customId())
                    .put(BatchSheet.BODY, read.body());
        }
        throw new IllegalStateException("line %d was good when it was validated".formatted(line.number()));
    }

    private void fail(BatchWork.Lease lease, List<BatchError> errors) {
        database.update(BATCH)
                .set(BATCH.STATUS, BatchStatus.FAILED.wireName())
                .set(BATCH.FAILED_AT, currentOffsetDateTime())
                .setNull(BATCH.SHEET_ID)
                .set(BATCH.ERRORS, JSONB.valueOf(Json.MAPPER.writeValueAsString(errors)))
                .where(lease.mine())
                .execute();
    }

    private void discard(OpenBatch batch, SheetId sheet) {
        try {
            sheets.discard(batch.tenant(), sheet);
        } catch (RuntimeException e) {
            LOG.warn("the sheet {} of {} could not be removed; it stays until someone deletes it", sheet, batch.id(),
                    e);
        }
    }

    private InputStream bytes(OpenBatch batch, StoredFile file) {
        return content.read(batch.tenant(), file.id(), 0, file.bytes());
    }

    private FileLines lines(InputStream bytes) {
        return new FileLines(bytes, (int) settings.maxLine().toBytes());
    }
}
