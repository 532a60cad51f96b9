package dev.cellmill.faults.cluster;

import dev.cellmill.faults.plan.Service;
import dev.cellmill.jobapi.JobApiApplication;
import dev.cellmill.status.StatusServiceApplication;
import dev.cellmill.worker.CellWorkerApplication;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How services are started: as an operator does, by their environment. */
final class ServiceCommand {
    private static final int KEY_BYTES = 32;
    /** Shorter than a slow call takes, and than any operator would set it. */
    private static final String POLL_INTERVAL = "--spring.kafka.consumer.properties[max.poll.interval.ms]=6000";
    private static final String HEAP = "256m";

    private final Path folder;
    private final Path uploads;
    private final Archives archives;
    private final List<String> options;
    private final Map<String, String> shared;

    /**
     * @param folder of logs and temporary files
     * @param uploads what job-apis take in waits there
     * @param options of each JVM
     */
    ServiceCommand(Path folder, Path uploads, Path providers, Archives archives, List<String> options) {
        this.folder = folder;
        this.uploads = uploads;
        this.archives = archives;
        this.options = List.copyOf(options);
        byte[] key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        shared = Map.of(
                "CELLMILL_SECRETS_KEY", Base64.getEncoder().encodeToString(key),
                "CELLMILL_WEBHOOKS_ALLOW_PRIVATE", "true",
                "CELLMILL_PROVIDERS_FILE", providers.toString(),
                "CELLMILL_DATABASE_CONNECTIONS", "6",
                "CELLMILL_LOG", "plain");
    }

    Supervised of(Service service, String name, Map<String, String> own) throws IOException {
        Path temporary = (service == Service.JOB_API ? uploads : folder).resolve("tmp-" + name);
        Files.createDirectories(temporary);
        var all = new ArrayList<>(options);
        all.addAll(archives.options(service));
        all.add("-Djava.io.tmpdir=" + temporary);
        var environment = new HashMap<>(shared);
        environment.putAll(own);
        return Supervised.java(name, mainClass(service), folder.resolve(name + ".log"), HEAP, all,
                service == Service.WORKER ? List.of(POLL_INTERVAL) : List.of(), environment);
    }

    private static String mainClass(Service service) {
        return switch (service) {
            case JOB_API -> JobApiApplication.class.getName();
            case WORKER -> CellWorkerApplication.class.getName();
            case STATUS -> StatusServiceApplication.class.getName();
        };
    }
}
