package dev.cellmill.deployment;

import static dev.cellmill.deployment.YamlFile.INFRA;
import static dev.cellmill.deployment.YamlFile.text;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The services as their code and their configuration files tell. */
enum Service {
    JOB_API("job-api", "dev.cellmill.jobapi"), CELL_WORKER("cell-worker",
            "dev.cellmill.worker"), STATUS_SERVICE("status-service", "dev.cellmill.status");

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{(CELLMILL_[A-Z0-9_]+)");
    private static final Pattern DEFAULT_OF_PORT = Pattern.compile("\\$\\{CELLMILL_PORT:(\\d+)}");

    final String folder;
    final String code;

    Service(String folder, String code) {
        this.folder = folder;
        this.code = code;
    }

    static Service called(String folder) {
        for (Service service : values()) {
            if (service.folder.equals(folder)) {
                return service;
            }
        }
        throw new IllegalArgumentException("there is no service " + folder);
    }

    /** Where it listens unless it is told otherwise. */
    int port() {
        Matcher port = DEFAULT_OF_PORT.matcher(text(YamlFile.document(settings()), "server", "port"));
        if (!port.matches()) {
            throw new IllegalStateException("%s has no default port".formatted(settings()));
        }
        return Integer.parseInt(port.group(1));
    }

    /** The variables that it, or what all services share, reads. */
    Set<String> variables() {
        var all = new TreeSet<String>();
        collect(settings(), all);
        collect(INFRA.resolveSibling("common/src/main/resources/cellmill.yaml"), all);
        return all;
    }

    private Path settings() {
        return INFRA.resolveSibling("%1$s/src/main/resources/%1$s.yaml".formatted(folder));
    }

    private static void collect(Path settings, Set<String> all) {
        try {
            VARIABLE.matcher(Files.readString(settings)).results().forEach(found -> all.add(found.group(1)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
