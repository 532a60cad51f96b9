package dev.cellmill.embedded;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;

/** What is asked of a server that has just started. */
final class PostgresDatabases {
    private static final List<String> DURABILITY = List.of("fsync", "synchronous_commit", "full_page_writes");

    private PostgresDatabases() {}

    static void checkDurable(String url, String password) throws SQLException {
        try (var connection = connect(url, password); var statement = connection.createStatement()) {
            for (String setting : DURABILITY) {
                try (var result = statement.executeQuery("SHOW " + setting)) {
                    result.next();
                    if (!"on".equals(result.getString(1))) {
                        throw new IllegalStateException(
                                "%s is %s; a commit would not be durable".formatted(setting, result.getString(1)));
                    }
                }
            }
        }
    }

    static void createMissing(String url, String password, String database) throws SQLException {
        try (var connection = connect(url, password);
                var query = connection.prepareStatement("SELECT 1 FROM pg_database WHERE datname = ?");
                var statement = connection.createStatement()) {
            query.setString(1, database);
            try (var found = query.executeQuery()) {
                if (!found.next()) {
                    statement.execute("CREATE DATABASE " + statement.enquoteIdentifier(database, true));
                }
            }
        }
    }

    /** Statement statistics, in a schema of their own that no migration sees. */
    static void createStatistics(String url, String password) throws SQLException {
        try (var connection = connect(url, password); var statement = connection.createStatement()) {
            statement.execute("CREATE EXTENSION IF NOT EXISTS pg_stat_statements");
        }
    }

    private static Connection connect(String url, String password) throws SQLException {
        return DriverManager.getConnection(url, EmbeddedPostgres.USER, password);
    }
}
