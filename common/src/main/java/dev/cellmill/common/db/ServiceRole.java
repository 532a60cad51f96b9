package dev.cellmill.common.db;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;

/** Takes the roles of migration V14, whatever login a connection was opened with. */
public final class ServiceRole {
    private static final String TAKE = "SELECT set_config('role', ?, false), set_config('cellmill.tenant', ?, false)";
    /** no such role; not granted; the same, as a bad value */
    private static final Set<String> REFUSED = Set.of("42704", "42501", "22023");

    private ServiceRole() {}

    /** For a connection of the service's own, beside the pool. @throws RoleRefused if the login may not */
    public static void take(Connection connection, String role) throws SQLException {
        take(connection, role, "");
    }

    /** @param tenant empty for none */
    static void take(Connection connection, String role, String tenant) throws SQLException {
        try (var statement = connection.prepareStatement(TAKE)) {
            statement.setString(1, role);
            statement.setString(2, tenant);
            statement.execute();
        } catch (SQLException e) {
            if (REFUSED.contains(e.getSQLState())) {
                throw new RoleRefused(connection.getMetaData().getUserName(), role, e);
            }
            throw e;
        }
    }
}
