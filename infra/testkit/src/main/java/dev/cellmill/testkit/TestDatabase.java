package dev.cellmill.testkit;

import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** A database that no other test sees. */
public record TestDatabase(String url, String user, String password) {

    /** Opens a connection each time; no pool. */
    public DataSource dataSource() {
        var source = new PGSimpleDataSource();
        source.setUrl(url);
        source.setUser(user);
        source.setPassword(password);
        return source;
    }
}
