package dev.cellmill.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.stream.Collectors;

/** The server's configuration: durable, for two cores beside a JVM, sized for millions of cells. */
final class PostgresConfiguration {
    private static final String FILE = "cellmill.conf";
    private static final String INCLUDE = "include = '" + FILE + "'\n";

    private static final Map<String, String> SETTINGS = Map.ofEntries(
            Map.entry("fsync", "on"),
            Map.entry("synchronous_commit", "on"),
            Map.entry("full_page_writes", "on"),
            Map.entry("listen_addresses", "127.0.0.1"),
            Map.entry("unix_socket_directories", ""),
            // a pool for each service, and one for each worker process
            Map.entry("max_connections", "100"),
            Map.entry("shared_buffers", "256MB"),
            Map.entry("max_wal_size", "2GB"),
            Map.entry("checkpoint_timeout", "10min"),
            // short statements only: compiling them costs more than they do
            Map.entry("jit", "off"),
            Map.entry("timezone", "UTC"),
            Map.entry("log_timezone", "UTC"),
            Map.entry("shared_preload_libraries", "pg_stat_statements"),
            Map.entry("pg_stat_statements.track", "all"));

    /** Who may connect; its first line tells which password the server's user has been given. */
    private static final String ACCESS = """
            # of the password %s
            local all all scram-sha-256
            host all all 127.0.0.1/32 scram-sha-256
            host all all ::1/128 scram-sha-256
            """;

    private PostgresConfiguration() {}

    /** Whether nobody comes in without this password. */
    static boolean asksFor(Path data, String password) throws IOException {
        return Files.readString(access(data)).equals(ACCESS.formatted(PostgresPassword.print(password)));
    }

    /** The server's user has been given this password: from now on nobody comes in without. */
    static void askFor(Path data, String password) throws IOException {
        Path made = data.resolve("pg_hba.conf.new");
        Files.writeString(made, ACCESS.formatted(PostgresPassword.print(password)));
        Files.move(made, access(data), StandardCopyOption.ATOMIC_MOVE);
    }

    private static Path access(Path data) {
        return data.resolve("pg_hba.conf");
    }

    /** Ours stands last in the server's own file, so that it wins; written anew at each start. */
    static void write(Path data, int port) throws IOException {
        String settings = SETTINGS.entrySet().stream()
                .map(setting -> "%s = '%s'%n".formatted(setting.getKey(), setting.getValue()))
                .sorted()
                .collect(Collectors.joining());
        Files.writeString(data.resolve(FILE), settings + "port = %d%n".formatted(port));
        Path main = data.resolve("postgresql.conf");
        if (!Files.readString(main).endsWith(INCLUDE)) {
            Files.writeString(main, "\n" + INCLUDE, StandardOpenOption.APPEND);
        }
    }
}
