package dev.cellmill.common.db;

import java.sql.SQLException;

/** The login that a service was given may not take the role that it works in. */
public final class RoleRefused extends SQLException {
    private static final long serialVersionUID = 1L;

    RoleRefused(String login, String role, SQLException cause) {
        super(("The database user %1$s may not work as %2$s (%3$s). Let the owner of the schema, or an administrator, run once:"
                + " GRANT cellmill_request, %2$s TO \"%1$s\" WITH INHERIT FALSE, SET TRUE;")
                .formatted(login, role, cause.getMessage()), cause.getSQLState(), cause);
    }
}
