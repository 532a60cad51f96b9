package dev.cellmill.common.db;

import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** The one schema that all services share. */
public final class Schema {
    private Schema() {}

    /** Brings the database to the newest version. Safe to call from any number of processes at once. */
    public static void migrate(DataSource database) {
        Flyway.configure().dataSource(database).locations("classpath:db/migration").load().migrate();
    }
}
