package dev.cellmill.status.output;

import java.sql.SQLException;

/** Whether the database refuses what it was given, so that no repetition would help: SQLSTATE class 22 or 23. */
public final class RefusedData {
    private RefusedData() {}

    public static boolean is(SQLException refusal) {
        String state = refusal.getSQLState();
        return state != null && (state.startsWith("22") || state.startsWith("23"));
    }
}
