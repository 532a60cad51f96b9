package dev.cellmill.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
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

    private static void execute(EmbeddedPostgres server, String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(server.url(), EmbeddedPostgres.USER, "");
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String query(EmbeddedPostgres server, String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(server.url(), EmbeddedPostgres.USER, "");
                var statement = connection.createStatement();
                var result = statement.executeQuery(sql)) {
            result.next();
            return result.getString(1);
        }
    }
}
