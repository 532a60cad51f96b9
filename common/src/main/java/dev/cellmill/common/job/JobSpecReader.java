package dev.cellmill.common.job;

import dev.cellmill.common.id.SheetId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads a job and answers with it or with every problem it has, each with its place. Pure. */
public final class JobSpecReader {
    /** The longest document. */
    public static final int MAX_BYTES = 1024 * 1024;

    static final Duration SHORTEST_TIMEOUT = Duration.ofMillis(100);
    static final Duration LONGEST_TIMEOUT = Duration.ofHours(1);

    private static final int MAX_CONCURRENCY = 10_000;
    private static final int MAX_ATTEMPTS = 20;
    private static final Duration LONGEST_DELAY = Duration.ofMinutes(10);
    private static final int MAX_LABELS = 50;

    private JobSpecReader() {}

    public static JobReading read(byte[] document, JobFormat format) {
        return read(document, format, UnaryOperator.identity());
    }

    /** @param complete what makes the document whole before it is checked, such as the template that it names */
    public static JobReading read(byte[] document, JobFormat format, UnaryOperator<JsonNode> complete) {
        JobDocument.Parsed parsed = JobDocument.parse(document, format);
        return switch (parsed) {
            case JobDocument.Tree(JsonNode tree) -> read(complete.apply(tree));
            case JobDocument.Unreadable(var problem) -> new JobReading.Refused(List.of(problem));
        };
    }

    private static JobReading read(JsonNode document) {
        var problems = new Problems();
        JobSpec spec = job(new Members(document, "", problems));
        return problems.none() ? new JobReading.Read(spec, document) : new JobReading.Refused(problems.list());
    }

    /**
     * Reads a job that may say {@code rowCount} in place of its sheet.
     *
     * @param complete as of {@link #read(byte[], JobFormat, UnaryOperator)}
     */
    public static EstimateReading readForEstimate(byte[] document, JobFormat format,
            UnaryOperator<JsonNode> complete) {
        JobDocument.Parsed parsed = JobDocument.parse(document, format);
        return switch (parsed) {
            case JobDocument.Tree(JsonNode tree) -> estimate(complete.apply(tree));
            case JobDocument.Unreadable(var problem) -> new EstimateReading.Refused(List.of(problem));
        };
    }

    private static EstimateReading estimate(JsonNode document) {
        var problems = new Problems();
        var job = new Members(document, "", problems);
        Integer rowCount = job.integer("rowCount", 1, Integer.MAX_VALUE);
        if (rowCount != null && job.has("sheet")) {
            job.refuse("rowCount", "A sheet has its own number of rows; leave out \"rowCount\" or \"sheet\".");
        }
        JobSpec spec = job(job);
        return problems.none()
                ? new EstimateReading.Read(spec, document, rowCount)
                : new EstimateReading.Refused(problems.list());
    }

    /** Reads a change of a job that is under way. */
    public static JobPatch.Reading readPatch(byte[] document) {
        JobDocument.Parsed parsed = JobDocument.parse(document, JobFormat.JSON);
        return switch (parsed) {
            case JobDocument.Tree(JsonNode tree) -> patch(tree);
            case JobDocument.Unreadable(var problem) -> new JobPatch.Reading.Refused(List.of(problem));
        };
    }

    private static JobPatch.Reading patch(JsonNode document) {
        var problems = new Problems();
        var job = new Members(document, "", problems);
        var patch = new JobPatch(job.integer("concurrency", 1, MAX_CONCURRENCY),
                job.node("priority") == null ? null : priority(job), job.node("labels") == null ? null : labels(job),
                RunReader.startAt(job), RunReader.pace(job), RunReader.budget(job), document,
                WebhookReader.webhook(job));
        job.refuseOthers();
        return problems.none() ? new JobPatch.Reading.Read(patch) : new JobPatch.Reading.Refused(problems.list());
    }

    private static Priority priority(Members job) {
        return job.choice("priority",
                Map.of("high", Priority.HIGH, "normal", Priority.NORMAL, "low", Priority.LOW), Set.of(),
                Priority.NORMAL);
    }

    private static JobSpec job(Members job) {
        job.text("template");
        Map<String, String> parameters = job.texts("parameters");
        var spec = new JobSpec(
                job.name("name"),
                labels(job),
                sheet(job),
                parameters == null ? Map.of() : parameters,
                ColumnReader.columns(job),
                CellReader.cells(job),
                CellReader.rows(job),
                job.integer("concurrency", 1, MAX_CONCURRENCY),
                priority(job),
                job.duration("timeout", SHORTEST_TIMEOUT, LONGEST_TIMEOUT),
                retry(job),
                RunReader.run(job),
                WebhookReader.webhook(job));
        job.refuseOthers();
        return spec;
    }

    private static Map<String, String> labels(Members job) {
        Map<String, String> labels = job.texts("labels");
        if (labels == null) {
            return Map.of();
        }
        if (labels.size() > MAX_LABELS || labels.values().stream().anyMatch(value -> value.length() > 255)) {
            job.refuse("labels", "A job has at most %d labels of at most 255 characters each.".formatted(MAX_LABELS));
        }
        return labels;
    }

    private static @Nullable SheetId sheet(Members job) {
        String sheet = job.text("sheet");
        try {
            return sheet == null ? null : SheetId.of(sheet);
        } catch (IllegalArgumentException e) {
            job.refuse("sheet", "\"sheet\" is the id of a sheet, as POST /v1/sheets gave it.");
            return null;
        }
    }

    private static RetrySpec retry(Members job) {
        Members retry = job.object("retry");
        if (retry == null) {
            return RetrySpec.UNSAID;
        }
        Integer rounds = retry.integer("rounds", 0, 100);
        var spec = new RetrySpec(retry.integer("maxAttempts", 1, MAX_ATTEMPTS),
                retry.duration("baseDelay", Duration.ofMillis(1), LONGEST_DELAY), rounds == null ? 0 : rounds);
        retry.refuseOthers();
        return spec;
    }
}
