package dev.cellmill.jobapi.schedule;

import dev.cellmill.common.db.ServiceRole;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;

/**
 * Opens connections beside the pool, for those that are held: a lane's lock lives as long as its connection. Both ends
 * notice within seconds that the other one is gone, so that a lane whose holder vanished is free again.
 */
final class OwnConnections {
    private static final String NOTICE_A_VANISHED_CLIENT = """
            SET tcp_keepalives_idle = 5;
            SET tcp_keepalives_interval = 2;
            SET tcp_keepalives_count = 3;
            SET tcp_user_timeout = 10000
            """;

    private final String url;
    private final Properties properties = new Properties();
    private final String role;

    /** @param role taken by each connection */
    OwnConnections(String url, @Nullable String user, @Nullable String password, String role) {
        this.url = url;
        this.role = role;
        if (user != null) {
            properties.setProperty("user", user);
        }
        if (password != null) {
            properties.setProperty("password", password);
        }
        properties.setProperty("ApplicationName", "cellmill scheduler");
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("connectTimeout", "5");
        properties.setProperty("socketTimeout", "30");
        properties.setProperty("prepareThreshold", "2");
    }

    Connection open() throws SQLException {
        Connection connection = new Driver().connect(url, properties);
        if (connection == null) {
            throw new SQLException("not the address of a PostgreSQL: " + url);
        }
        try (var statement = connection.createStatement()) {
            statement.execute(NOTICE_A_VANISHED_CLIENT);
            ServiceRole.take(connection, role);
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }
}
