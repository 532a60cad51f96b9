package dev.cellmill.status.fold;

import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.UUID;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/** Arrays as parameters of one connection. The driver sends primitive ones and texts in binary. */
final class SqlArrays {
    private final PGConnection connection;

    SqlArrays(Connection connection) throws SQLException {
        this.connection = connection.unwrap(PGConnection.class);
    }

    Array ints(int[] values) throws SQLException {
        return connection.createArrayOf("int4", values);
    }

    <T> Array ints(Collection<T> items, ToIntFunction<T> number) throws SQLException {
        return ints(items.stream().mapToInt(number).toArray());
    }

    Array shorts(short[] values) throws SQLException {
        return connection.createArrayOf("int2", values);
    }

    <T> Array shorts(Collection<T> items, ToIntFunction<T> number) throws SQLException {
        short[] values = new short[items.size()];
        int place = 0;
        for (T item : items) {
            values[place++] = (short) number.applyAsInt(item);
        }
        return shorts(values);
    }

    Array longs(long[] values) throws SQLException {
        return connection.createArrayOf("int8", values);
    }

    <T> Array longs(Collection<T> items, ToLongFunction<T> number) throws SQLException {
        return longs(items.stream().mapToLong(number).toArray());
    }

    Array floats(float[] values) throws SQLException {
        return connection.createArrayOf("float4", values);
    }

    Array doubles(double[] values) throws SQLException {
        return connection.createArrayOf("float8", values);
    }

    Array booleans(boolean[] values) throws SQLException {
        return connection.createArrayOf("bool", values);
    }

    Array texts(@Nullable String[] values) throws SQLException {
        return connection.createArrayOf("text", values);
    }

    Array uuids(@Nullable UUID[] values) throws SQLException {
        return connection.createArrayOf("uuid", values);
    }
}
