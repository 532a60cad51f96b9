package dev.cellmill.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresIT {

    @Test
    void keepsWhatWasCommittedOverARestart(@TempDir Path folder) throws SQLException {
        try (var server = EmbeddedPostgres.start(folder)) {
            execute(server, "CREATE TABLE kept (value text)");
            execute(server, "INSERT INTO kept VALUES ('Zoë')");
        }
        try (var server = EmbeddedPostgres.start(folder)) {
            assertThat(query(server, "SELECT value FROM kept")).isEqualTo("Zoë");
        }
    }

    @Test
    void isDurableAndCountsStatements(@TempDir Path folder) throws SQLException {
        try (var server = EmbeddedPostgres.start(folder)) {
            assertThat(query(server, "SHOW fsync")).isEqualTo("on");
            assertThat(query(server, "SHOW synchronous_commit")).isEqualTo("on");
            assertThat(query(server, "SHOW full_page_writes")).isEqualTo("on");
            assertThat(query(server, "SELECT count(*) > 0 FROM pg_stat_statements")).isEqualTo("t");
        }
    }

    @Test
    void twoRunBesideEachOther(@TempDir Path first, @TempDir Path second) throws SQLException {
        try (var one = EmbeddedPostgres.start(first); var other = EmbeddedPostgres.start(second)) {
            execute(one, "CREATE TABLE only_here (value text)");
            assertThat(query(other, "SELECT count(*) FROM pg_tables WHERE tablename = 'only_here'")).isEqualTo("0");
        }
    }

    @Test
    void takesOverAFolderWhoseServerAKilledRunLeftBehind(@TempDir Path folder) throws SQLException {
        var left = EmbeddedPostgres.start(folder);
        execute(left, "CREATE TABLE kept (value text)");
        try (var server = EmbeddedPostgres.start(folder)) {
            assertThat(query(server, "SELECT count(*) FROM kept")).isEqualTo("0");
            assertThat(FreePort.isFree(left.port())).isTrue();
        }
    }

    @Test
    void runsAsNobodyWhereRootMayNotMakeNamespaces(@TempDir Path folder) throws SQLException {
        assumeThat(PostgresUser.isRoot()).isTrue();
        try (var server = EmbeddedPostgres.start(folder, FreePort.find(), PostgresUser.NOBODY)) {
            execute(server, "CREATE TABLE kept (value text)");
        }
        try (var server = EmbeddedPostgres.start(folder, FreePort.find(), PostgresUser.NOBODY)) {
            assertThat(query(server, "SELECT count(*) FROM kept")).isEqualTo("0");
        }
    }

    @Test
    void nobodyComesInWithoutTheFoldersPassword(@TempDir Path folder) throws Exception {
        String password = EmbeddedPostgres.password(folder);
        try (var server = EmbeddedPostgres.start(folder)) {
            assertThat(server.password()).isEqualTo(password).hasSizeGreaterThan(40);
            for (String other : List.of("", "cellmill", EmbeddedPostgres.password(folder.resolve("other")))) {
                for (String user : List.of(EmbeddedPostgres.USER, "postgres")) {
                    assertThatExceptionOfType(SQLException.class)
                            .isThrownBy(() -> DriverManager.getConnection(server.url("postgres"), user, other).close());
                }
            }
            assertThat(query(server, "SHOW password_encryption")).isEqualTo("scram-sha-256");
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder))).isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("password"))))
                .isEqualTo("rw-------");
    }

    @Test
    void aFolderOfOldAndOneWhosePasswordIsLostAreGivenOne(@TempDir Path folder) throws Exception {
        try (var server = EmbeddedPostgres.start(folder)) {
            execute(server, "CREATE TABLE kept (value text)");
            execute(server, "ALTER ROLE cellmill PASSWORD NULL");
        }
        Files.writeString(folder.resolve("data/pg_hba.conf"), "host all all 127.0.0.1/32 trust\n");
        Files.delete(folder.resolve("password"));
        try (var server = EmbeddedPostgres.start(folder)) {
            assertThat(query(server, "SELECT count(*) FROM kept")).isEqualTo("0");
            assertThatExceptionOfType(SQLException.class).isThrownBy(
                    () -> DriverManager.getConnection(server.url(), EmbeddedPostgres.USER, "").close());
        }
        Files.delete(folder.resolve("password"));
        try (var server = EmbeddedPostgres.start(folder)) {
            assertThat(query(server, "SELECT count(*) FROM kept")).isEqualTo("0");
        }
    }

    private static void execute(EmbeddedPostgres server, String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(server.url(), EmbeddedPostgres.USER,
                server.password());
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String query(EmbeddedPostgres server, String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(server.url(), EmbeddedPostgres.USER,
                server.password());
                var statement = connection.createStatement();
                var result = statement.executeQuery(sql)) {
            result.next();
            return result.getString(1);
        }
    }
}
