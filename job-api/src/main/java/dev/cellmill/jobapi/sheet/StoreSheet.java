package dev.cellmill.jobapi.sheet;

import dev.cellmill.common.access.Sharing;
import dev.cellmill.common.access.TenantPlaces;
import dev.cellmill.common.id.SheetId;
import dev.cellmill.common.id.TenantId;
import dev.cellmill.common.problem.Problem;
import dev.cellmill.common.problem.ProblemException;
import dev.cellmill.common.problem.ProblemType;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Reads a body into a new sheet, or appends it to one. Rows are stored in short transactions while the body comes, and
 * seen once it has ended well; otherwise what was stored is gone before the call returns.
 */
@Component
public class StoreSheet {
    private static final Logger LOG = LoggerFactory.getLogger(StoreSheet.class);

    private final Sheets sheets;
    private final SheetWriter writer;
    private final SheetRemoval removal;
    private final SheetSettings settings;
    private final TenantPlaces uploads;

    StoreSheet(Sheets sheets, SheetWriter writer, SheetRemoval removal, SheetSettings settings, Sharing sharing) {
        this.sheets = sheets;
        this.writer = writer;
        this.removal = removal;
        this.settings = settings;
        this.uploads = new TenantPlaces(settings.maxUploads(), sharing, TenantPlaces.A_MOMENT);
    }

    /**
     * @throws ProblemException if the body is malformed or over a limit, or too many uploads are under way
     * @throws IOException if the body cannot be read to its end
     */
    public Sheet create(TenantId tenant, String name, SheetBody body) throws IOException {
        begin(tenant);
        try {
            return createAside(tenant, SheetId.next(), name, body);
        } finally {
            uploads.leave(tenant);
        }
    }

    /**
     * As {@link #create}, for rows that do not come from a client: they wait for nobody's uploads. Whoever calls this does so a
     * bounded number of times at once.
     *
     * @param sheet its id, which the caller has noted before, so that it can {@link #discard} what came to no use
     */
    public Sheet createAside(TenantId tenant, SheetId sheet, String name, SheetBody body) throws IOException {
        UUID upload = UUID.randomUUID();
        writer.create(tenant, sheet, name, upload);
        load(tenant, sheet, upload, body, null);
        return sheets.find(tenant, sheet).orElseThrow(ChunkPipe::givenUp);
    }

    /**
     * Adds rows at the end. A CSV has the sheet's own columns; JSON may bring new ones.
     *
     * @throws ProblemException as {@link #create}, or if there is no such sheet, or rows are being appended to it
     * @throws IOException if the body cannot be read to its end
     */
    public Sheet append(TenantId tenant, SheetId sheet, SheetBody body) throws IOException {
        begin(tenant);
        try {
            UUID upload = UUID.randomUUID();
            SheetWriter.Begun begun = writer.claim(tenant, sheet, upload, settings.writerLease())
                    .orElseThrow(() -> refusal(tenant, sheet));
            load(tenant, sheet, upload, body, begun);
            return sheets.find(tenant, sheet).orElseThrow(() -> new ProblemException(Problem.notFound()));
        } finally {
            uploads.leave(tenant);
        }
    }

    /**
     * Takes away a sheet that came to no use, if there is one. One that an open job is on stays, and so does one that is
     * still loaded: that goes once its upload is dead.
     */
    public void discard(TenantId tenant, SheetId sheet) {
        if (removal.mark(tenant, sheet) == SheetRemoval.Mark.MARKED) {
            removal.remove(sheet);
        }
    }

    private void begin(TenantId tenant) {
        if (!uploads.enter(tenant)) {
            throw new ProblemException(Problem.of(ProblemType.UNAVAILABLE,
                    "As many uploads are under way as may be at once; try again."));
        }
    }

    private ProblemException refusal(TenantId tenant, SheetId sheet) {
        return new ProblemException(sheets.find(tenant, sheet).isEmpty()
                ? Problem.notFound()
                : Problem.of(ProblemType.SHEET_BUSY,
                        "Rows are being appended to this sheet; append when that has ended."));
    }

    private void load(TenantId tenant, SheetId sheet, UUID upload, SheetBody body, SheetWriter.@Nullable Begun begun)
            throws IOException {
        var pipe = new ChunkPipe(writer, sheet, upload, (int) settings.chunk().toBytes());
        try {
            int firstRow = begun == null ? 0 : begun.rowCount();
            removal.removeRows(sheet, firstRow);
            var columns = new Columns(settings, begun == null ? List.of() : begun.columns());
            var rows = new SheetRows(settings, columns, tenant, sheet, firstRow, pipe);
            var measured = new MeasuredBody(body, settings);
            read(measured, body, columns, rows);
            rows.finish();
            pipe.await();
            byte[] hash = begun == null ? measured.sha256() : null;
            if (!writer.publish(sheet, upload, columns.names(), rows.end(), measured.count(), hash)) {
                throw ChunkPipe.givenUp();
            }
        } catch (IOException | RuntimeException | Error e) {
            undo(sheet, upload, pipe, e);
            throw e;
        }
    }

    private void read(MeasuredBody measured, SheetBody body, Columns columns, SheetRows rows) throws IOException {
        var text = new Utf8Reader(measured);
        switch (body.format()) {
            case CSV -> CsvRows.read(text, body.delimiter(), columns, rows, settings);
            case NDJSON -> JsonRows.read(text, false, columns, rows, settings);
            case JSON -> JsonRows.read(text, true, columns, rows, settings);
        }
        if (columns.size() == 0) {
            throw SheetProblems.malformed("No row names a column; send objects with at least one key.");
        }
    }

    private void undo(SheetId sheet, UUID upload, ChunkPipe pipe, Throwable reason) {
        try {
            pipe.await();
        } catch (RuntimeException e) {
            reason.addSuppressed(e);
        }
        try {
            removal.undo(sheet, upload);
        } catch (RuntimeException e) {
            LOG.warn("what a failed upload stored of sheet {} could not be removed; it is in {}", sheet,
                    settings.writerLease(), e);
            reason.addSuppressed(e);
        }
    }
}
