package dev.cellmill.jobapi.job;

import dev.cellmill.common.access.Caller;
import dev.cellmill.common.id.JobId;
import dev.cellmill.common.id.SheetId;
import dev.cellmill.common.id.TenantId;
import dev.cellmill.common.problem.Problem;
import dev.cellmill.common.problem.ProblemException;
import dev.cellmill.common.problem.ProblemType;
import dev.cellmill.jobapi.sheet.StoreSheet;
import dev.cellmill.jobapi.template.Templates;
import jakarta.servlet.http.Part;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Takes in a sheet and the job on it. The sheet of a job that is refused, or that turns out to be an earlier one, is
 * taken away again; if this process dies between the two, the sheet stays as if it had been uploaded by itself.
 */
@Component
class SubmitWithSheet {
    private static final Logger LOG = LoggerFactory.getLogger(SubmitWithSheet.class);

    private final DSLContext db;
    private final SubmitJob submitJob;
    private final JobLookup lookup;
    private final StoreSheet storeSheet;
    private final Templates templates;

    SubmitWithSheet(DSLContext db, SubmitJob submitJob, JobLookup lookup, StoreSheet storeSheet, Templates templates) {
        this.db = db;
        this.submitJob = submitJob;
        this.lookup = lookup;
        this.storeSheet = storeSheet;
        this.templates = templates;
    }

    /** @throws ProblemException if the job or the sheet is refused */
    Submitted submit(Caller caller, Part job, Part sheet, @Nullable String key) throws IOException {
        JobRequest request = read(job, templates.of(caller.tenant()));
        if (key != null) {
            request = request.withBodyHash(hash(request.bodyHash(), sheet));
        }
        Optional<JobId> earlier = submitJob.earlier(caller.tenant(), request.bodyHash(), key);
        if (earlier.isPresent()) {
            return Submitted.before(earlier.get());
        }
        SheetId stored = store(caller.tenant(), sheet);
        boolean used = false;
        try {
            Submitted submitted = submitJob.submit(caller, request, stored, key);
            used = lookup.find(db, caller.tenant(), submitted.id()).filter(view -> view.sheetId().equals(stored)).isPresent();
            return submitted;
        } finally {
            if (!used) {
                discard(caller.tenant(), stored);
            }
        }
    }

    static JobRequest read(Part job, UnaryOperator<JsonNode> template) throws IOException {
        try (InputStream body = job.getInputStream()) {
            return JobRequest.read(body, document -> withoutSheet(template.apply(ofNoSheet(document))));
        }
    }

    private static JsonNode ofNoSheet(JsonNode document) {
        if (document.hasNonNull("sheet")) {
            throw new ProblemException(Problem.at(ProblemType.JOB_INVALID, "/sheet",
                    "The sheet comes beside the job; leave out \"sheet\"."));
        }
        return document;
    }

    /** The one beside the job takes the place of a template's. */
    static JsonNode withoutSheet(JsonNode document) {
        ObjectNode without = ((ObjectNode) document).deepCopy();
        without.remove("sheet");
        return without;
    }

    private SheetId store(TenantId tenant, Part sheet) throws IOException {
        UploadedSheet uploaded = UploadedSheet.of(sheet.getContentType(), sheet.getSubmittedFileName());
        try (InputStream rows = sheet.getInputStream()) {
            return storeSheet.create(tenant, uploaded.name(), uploaded.body(rows)).id();
        }
    }

    private void discard(TenantId tenant, SheetId sheet) {
        try {
            storeSheet.discard(tenant, sheet);
        } catch (RuntimeException e) {
            LOG.warn("the sheet {} of a refused job could not be removed; it stays until someone deletes it", sheet, e);
        }
    }

    private static byte[] hash(byte[] jobHash, Part sheet) throws IOException {
        try (InputStream rows = sheet.getInputStream()) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(jobHash);
            rows.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
