package dev.cellmill.testkit;

import dev.cellmill.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.util.Objects;
import org.testcontainers.postgresql.PostgreSQLContainer;

/** The database server of this JVM's tests. */
final class TestPostgres {
    private static final String IMAGE = "postgres:18";

    static final TestDatabase SERVER = start();

    private TestPostgres() {}

    private static TestDatabase start() {
        String given = System.getenv("CELLMILL_TEST_DATABASE_URL");
        if (given != null) {
            Choice.announce("PostgreSQL: given, " + given);
            return new TestDatabase(given, Objects.requireNonNullElse(System.getenv("CELLMILL_TEST_DATABASE_USER"), ""),
                    Objects.requireNonNullElse(System.getenv("CELLMILL_TEST_DATABASE_PASSWORD"), ""));
        }
        if (Choice.container(IMAGE)) {
            Choice.announce("PostgreSQL: in a container");
            @SuppressWarnings("resource") // ends with the JVM, by Testcontainers' own reaper
            var container = new PostgreSQLContainer(IMAGE);
            container.start();
            return new TestDatabase(container.getJdbcUrl(), container.getUsername(), container.getPassword());
        }
        Choice.announce("PostgreSQL: embedded");
        Path folder = Choice.folder("postgres");
        var server = EmbeddedPostgres.start(folder);
        Choice.atExit(server::close, folder);
        return new TestDatabase(server.url(), EmbeddedPostgres.USER, server.password());
    }
}
