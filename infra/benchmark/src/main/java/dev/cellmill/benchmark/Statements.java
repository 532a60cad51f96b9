package dev.cellmill.benchmark;

import java.sql.SQLException;
import javax.sql.DataSource;

/** Counts the SQL statements that the server ran, by pg_stat_statements; transaction control is not among them. */
final class Statements {
    private static final String COUNT = """
            SELECT coalesce(sum(calls), 0)
              FROM pg_stat_statements
             WHERE query NOT ILIKE 'begin%' AND query NOT ILIKE 'commit%' AND query NOT ILIKE '%pg_stat_statements%'
            """;

    private final DataSource database;

    Statements(DataSource database) {
        this.database = database;
    }

    long count() {
        try (var connection = database.getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(COUNT)) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException("pg_stat_statements cannot be read", e);
        }
    }
}
