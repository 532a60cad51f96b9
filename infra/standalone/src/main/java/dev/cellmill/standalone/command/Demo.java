package dev.cellmill.standalone.command;

import dev.cellmill.standalone.client.CellmillClient;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** {@code cellmill demo}: the example sheet, enriched before one's eyes with what needs no key and no network. */
@Command(name = "demo", description = "Start everything, enrich the example sheet with the local providers, and stay.")
final class Demo implements Callable<Integer> {
    private static final int ROWS_SHOWN = 8;
    private static final String SHEET = "/examples/contacts.csv";
    private static final String JOB = "/examples/contacts.job.yaml";

    @Option(names = "--port", description = "default: ${DEFAULT-VALUE}", defaultValue = "8080")
    private int port;

    @Mixin
    private ServerOptions options = new ServerOptions();

    @Mixin
    private KeyOption key = new KeyOption();

    @Option(names = "--exit", description = "end when the sheet is filled")
    private boolean exit;

    private final Terminal terminal;

    Demo(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        terminal.say("starting Kafka, PostgreSQL and the three services in %s …".formatted(options.data));
        try (RunningServer server = RunningServer.start(options.settings(port, 0), key.value())) {
            int code = enrich(server.client());
            if (!exit) {
                terminal.say("running until Ctrl-C");
                server.awaitSignal();
            }
            return code;
        }
    }

    private int enrich(CellmillClient client) {
        JsonNode sheet = upload(client);
        JobDocument job = JobDocument.parse(resource(JOB), JOB);
        terminal.say(String.format(Locale.ROOT, "filling %d columns of %,d contacts: %s",
                job.columns().size(), sheet.path("rowCount").asLong(), String.join(", ", job.columns())));
        String sheetId = sheet.path("id").asString();
        String jobId = client.submit(job.onSheet(sheetId).json()).path("id").asString();
        JsonNode status = new FollowJob(client, terminal).untilRest(jobId);
        terminal.say("");
        terminal.say(RowTable.of(client.rows(sheetId, 0, ROWS_SHOWN).path("items"), List.of("name", "phone"),
                job.columns()));
        terminal.say(String.format(Locale.ROOT, "%,d cells done, %,d failed, %,d skipped in %.1f s",
                status.path("successfulCells").asLong(), status.path("failedCells").asLong(),
                status.path("skippedCells").asLong(), status.path("elapsedSeconds").asDouble(0)));
        terminal.say("the page    %s/#/jobs/%s".formatted(client.server(), jobId));
        terminal.say("all rows    %s/v1/status/jobs/%s/results".formatted(client.server(), jobId));
        terminal.say("status      %s/v1/status/jobs/%s".formatted(client.server(), jobId));
        terminal.say("every call  %s/docs".formatted(client.server()));
        return FollowJob.exitCode(status);
    }

    private static JsonNode upload(CellmillClient client) {
        try {
            Path file = Files.createTempFile("contacts", ".csv");
            try (InputStream in = open(SHEET)) {
                Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
                return client.uploadCsv(file, "contacts.csv");
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String resource(String name) {
        try (InputStream in = open(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream open(String name) {
        InputStream in = Demo.class.getResourceAsStream(name);
        if (in == null) {
            throw new IllegalStateException("the build left out " + name);
        }
        return in;
    }
}
