package dev.cellmill.standalone.command;

import static java.util.Objects.requireNonNull;

import dev.cellmill.common.state.JobState;
import dev.cellmill.standalone.client.CellmillClient;
import dev.cellmill.standalone.client.ServerProblem;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.math.BigDecimal;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code cellmill enrich}: a CSV in, the same CSV with its columns filled out. */
@Command(name = "enrich", description = "Fill columns of a CSV file as a job file says. The same file continues where it was left.", sortOptions = false)
final class Enrich implements Callable<Integer> {
    private static final String STDOUT = "-";

    @Parameters(paramLabel = "IN.csv", description = "the rows; UTF-8, with a header")
    private Path input = Path.of("");

    @Option(names = "--job", required = true, paramLabel = "JOB.yaml", description = "the columns to fill")
    private Path job = Path.of("");

    @Option(names = "--out", paramLabel = "OUT.csv", description = "where the rows go; default IN.enriched.csv; - is standard output")
    private @Nullable String out;

    @Option(names = "--preview", paramLabel = "ROWS", description = "run so many rows first, show them, then ask")
    private int preview;

    @Option(names = "--cells", paramLabel = "MODE", description = "missing (default), stale, failed, existing, all, or several with commas")
    private @Nullable String cells;

    @Option(names = "--max-cost", paramLabel = "USD", description = "what the job may cost; it pauses rather than spend more")
    private @Nullable BigDecimal maxCost;

    @Option(names = "--rows", paramLabel = "FIRST-LAST", description = "only these rows, counted from 0, such as 0-99")
    private @Nullable String rows;

    @Option(names = "--columns", split = ",", paramLabel = "NAME", description = "only these columns of the job")
    private List<String> columns = List.of();

    @ArgGroup
    private SheetChoice sheet = new SheetChoice();

    @Mixin
    private ServerChoice server = new ServerChoice();

    @Option(names = "--json", description = "the final status as JSON on standard output")
    private boolean json;

    @Option(names = "--yes", description = "do not ask")
    private boolean yes;

    @Option(names = "--force", description = "overwrite OUT.csv")
    private boolean force;

    @Spec
    private @Nullable CommandSpec spec;

    private final Terminal terminal;

    Enrich(Terminal terminal) {
        this.terminal = terminal;
    }

    /** At most one of the two. */
    static final class SheetChoice {
        @Option(names = "--sheet", paramLabel = "ID", description = "continue this sheet rather than the one of the same file")
        private @Nullable String id;

        @Option(names = "--new", description = "store the file as a new sheet, even if it was stored before")
        private boolean fresh;
    }

    @Override
    public Integer call() {
        JobDocument document = document();
        Path target = target();
        try (RunningServer running = server.open(terminal)) {
            CellmillClient client = running.client();
            JsonNode stored = storedSheet(client);
            document = document.onSheet(stored.path("id").asString());
            if (preview > 0 && !previewed(client, document, stored)) {
                return ExitCode.DONE;
            }
            if (preview == 0 && !agreed(client, document, stored)) {
                return ExitCode.DONE;
            }
            terminal.say("Ctrl-C pauses; the same command goes on from there");
            String jobId = submitted(client, document);
            var pause = new PauseAtEnd(client, terminal, jobId, commandLine());
            running.beforeTheEnd(pause);
            JsonNode status;
            try {
                status = new FollowJob(client, terminal).untilRest(jobId);
            } finally {
                pause.isNotNeeded();
            }
            write(client, jobId, target);
            report(status, target);
            return FollowJob.exitCode(status);
        }
    }

    /** As it was typed, but for the key. */
    private String commandLine() {
        ParseResult typed = requireNonNull(spec, "picocli sets it").root().commandLine().getParseResult();
        return "./cellmill " + String.join(" ", typed.originalArgs().stream().map(Enrich::quoted).toList());
    }

    private static String quoted(String argument) {
        String redacted = KeyOption.redacted(argument);
        if (!redacted.equals(argument)) {
            return redacted;
        }
        return argument.matches("[A-Za-z0-9_./:,=@%+-]+") ? argument : "'" + argument.replace("'", "'\\''") + "'";
    }

    private JobDocument document() {
        JobDocument document = JobDocument.read(job);
        if (!columns.isEmpty()) {
            document = document.withColumns(columns);
        }
        if (cells != null) {
            document = document.withCells(cells);
        }
        if (maxCost != null) {
            document = document.withMaxCost(maxCost);
        }
        if (rows != null) {
            document = document.withRows(RowRange.parse(rows));
        }
        return document;
    }

    private Path target() {
        if (!Files.isReadable(input) || Files.isDirectory(input)) {
            throw new BadInput("%s cannot be read; name a CSV file".formatted(input));
        }
        if (STDOUT.equals(out)) {
            return Path.of(STDOUT);
        }
        Path target = out != null ? Path.of(out) : beside(input);
        if (Files.exists(target) && !force) {
            throw new BadInput(
                    "%s is there already; name another with --out, or overwrite it with --force".formatted(target));
        }
        Path folder = target.toAbsolutePath().getParent();
        if (folder == null || !Files.isWritable(folder)) {
            throw new BadInput("%s cannot be written; name a file in a folder that can, with --out".formatted(target));
        }
        return target;
    }

    private static Path beside(Path input) {
        String name = input.getFileName().toString();
        String base = name.toLowerCase(Locale.ROOT).endsWith(".csv")
                ? name.substring(0, name.length() - ".csv".length())
                : name;
        return input.resolveSibling(base + ".enriched.csv");
    }

    private JsonNode storedSheet(CellmillClient client) {
        if (sheet.id != null) {
            return client.sheet(sheet.id);
        }
        if (!sheet.fresh) {
            var known = client.sheetOfContent(FileHash.sha256(input));
            if (known.isPresent()) {
                terminal.say("continuing sheet %s of the same file".formatted(known.get().path("id").asString()));
                return known.get();
            }
        }
        return client.uploadCsv(input, input.getFileName().toString());
    }

    private boolean previewed(CellmillClient client, JobDocument document, JsonNode stored) {
        int offset = rows == null ? 0 : RowRange.parse(rows).offset();
        String jobId = submitted(client, document.withRows(new RowRange(offset, preview)));
        new FollowJob(client, terminal).untilRest(jobId);
        List<String> filled = document.columns();
        List<String> inputs = stored.path("columns").valueStream().map(JsonNode::asString)
                .filter(name -> !filled.contains(name)).limit(2).toList();
        terminal.say(
                RowTable.of(client.rows(stored.path("id").asString(), offset, preview).path("items"), inputs, filled));
        return agreed(client, document, stored);
    }

    /** Whoever said yes beforehand is told all the same. */
    private boolean agreed(CellmillClient client, JobDocument document, JsonNode stored) {
        terminal.say(Spoken.estimate(client.estimate(document.json())));
        return yes || confirmed(document, stored);
    }

    private boolean confirmed(JobDocument document, JsonNode stored) {
        int names = document.columns().size();
        String question = String.format(Locale.ROOT, "Fill %d columns of %,d rows?", names,
                stored.path("rowCount").asLong());
        if (terminal.confirm(question)) {
            return true;
        }
        terminal.say(terminal.interactive()
                ? "nothing more was run"
                : question + " Nobody is here to ask; say it with --yes");
        return false;
    }

    /** The job, or the open one that fills the same columns already: a repeated command joins its earlier self. */
    private String submitted(CellmillClient client, JobDocument document) {
        try {
            return client.submit(document.json()).path("id").asString();
        } catch (ServerProblem problem) {
            String open = problem.isOfType("column-in-use") ? problem.member("jobId").orElse(null) : null;
            if (open == null) {
                throw problem;
            }
            terminal.say("going on with job %s, which fills these columns already".formatted(open));
            if (JobState.ofWireName(client.job(open).path("state").asString("")) == JobState.PAUSED) {
                resume(client, open);
            }
            return open;
        }
    }

    private void resume(CellmillClient client, String job) {
        if (maxCost == null || !Resume.goesOnWith(client, job, maxCost)) {
            client.change(job, "resume");
        }
    }

    /** The file appears whole or not at all. */
    private void write(CellmillClient client, String jobId, Path target) {
        if (STDOUT.equals(target.toString())) {
            client.results(jobId, terminal.out());
            terminal.out().flush();
            return;
        }
        Path partial = target.resolveSibling(target.getFileName() + ".part");
        try {
            try (OutputStream file = Files.newOutputStream(partial)) {
                client.results(jobId, file);
            }
            Files.move(partial, target, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("%s could not be written: %s".formatted(target, e.getMessage()), e);
        }
    }

    private void report(JsonNode status, Path target) {
        if (json) {
            terminal.out().println(status);
        }
        terminal.say(String.format(Locale.ROOT, "%s: %,d done, %,d failed, %,d skipped of %,d cells in %.1f s%s",
                status.path("state").asString(),
                status.path("successfulCells").asLong(),
                status.path("failedCells").asLong(),
                status.path("skippedCells").asLong(),
                status.path("totalCells").asLong(),
                status.path("elapsedSeconds").asDouble(0),
                STDOUT.equals(target.toString()) ? "" : "; rows are in " + target));
        if (status.path("pauseReason").asString("").equals("budget")) {
            terminal.say("the budget of $%s covers no further cell; go on with ./cellmill resume %s --max-cost USD"
                    .formatted(status.at("/cost/budget").asDecimal().toPlainString(), status.path("jobId").asString()));
        }
        for (JsonNode error : status.path("errors")) {
            terminal.say("  %s × %d: row %d, column %s: %s".formatted(
                    error.path("code").asString(),
                    error.path("count").asLong(),
                    error.path("example").path("row").asLong(),
                    error.path("example").path("column").asString(""),
                    error.path("example").path("message").asString("")));
        }
    }
}
