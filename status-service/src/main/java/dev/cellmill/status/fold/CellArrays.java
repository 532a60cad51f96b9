package dev.cellmill.status.fold;

import dev.cellmill.common.id.CellKey;
import dev.cellmill.common.json.Json;
import dev.cellmill.common.message.Usage;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Cells as one array per column, in the order given, for {@code unnest}. Numbers travel as primitive arrays, which the
 * driver sends in binary; absent ones are {@value #ABSENT}, since a primitive array has no null.
 */
final class CellArrays {
    static final int ABSENT = -1;

    private static final double NANOS = 1e9;

    private final int[] job;
    private final int[] row;
    private final short[] col;
    private final long[] run;
    private final int[] dispatch;
    private final short[] step;
    private final short[] state;
    private final @Nullable String[] value;
    private final @Nullable String[] provider;
    private final @Nullable String[] model;
    private final float[] confidence;
    private final boolean[] belowThreshold;
    private final short[] servedBy;
    private final @Nullable UUID[] fingerprint;
    private final @Nullable String[] error;
    private final @Nullable String[] skipReason;
    private final int[] attempts;
    private final long[] inputTokens;
    private final long[] outputTokens;
    private final long[] cost;
    private final long[] saved;
    private final long[] latency;
    private final int[] firstAccount;
    private final int[] lastAccount;
    private final @Nullable String[] traces;
    private final @Nullable String[] history;
    private final double[] startedAt;
    private final double[] endedAt;
    /** Of all cells, one after the other; {@code firstAccount} and {@code lastAccount} count from 1. */
    private final long[] accounts;

    CellArrays(BatchJobs jobs, List<CellKey> keys, List<Merged> cells) {
        int size = cells.size();
        job = new int[size];
        row = new int[size];
        col = new short[size];
        run = new long[size];
        dispatch = new int[size];
        step = new short[size];
        state = new short[size];
        value = new String[size];
        provider = new String[size];
        model = new String[size];
        confidence = new float[size];
        belowThreshold = new boolean[size];
        servedBy = new short[size];
        fingerprint = new UUID[size];
        error = new String[size];
        skipReason = new String[size];
        attempts = new int[size];
        inputTokens = new long[size];
        outputTokens = new long[size];
        cost = new long[size];
        saved = new long[size];
        latency = new long[size];
        firstAccount = new int[size];
        lastAccount = new int[size];
        traces = new String[size];
        history = new String[size];
        startedAt = new double[size];
        endedAt = new double[size];
        accounts = new long[cells.stream().mapToInt(cell -> cell.after().accounts().size()).sum()];
        int account = 0;
        for (int i = 0; i < size; i++) {
            job[i] = jobs.number(keys.get(i).job());
            row[i] = keys.get(i).row();
            col[i] = (short) keys.get(i).column();
            account = set(i, cells.get(i), account);
        }
    }

    private int set(int i, Merged merged, int account) {
        Cell cell = merged.after();
        run[i] = cell.position().run();
        dispatch[i] = cell.position().dispatch();
        step[i] = (short) cell.position().step();
        set(i, cell.outcome());
        Usage totals = cell.totals();
        attempts[i] = totals.attempts();
        inputTokens[i] = totals.inputTokens();
        outputTokens[i] = totals.outputTokens();
        cost[i] = totals.cost();
        saved[i] = totals.saved();
        latency[i] = totals.latencyMillis();
        cell.accounts().copyTo(accounts, account);
        firstAccount[i] = account + 1;
        lastAccount[i] = account + cell.accounts().size();
        traces[i] = merged.traces().isEmpty() ? null : Json.MAPPER.writeValueAsString(merged.traces());
        history[i] = PastOutcome.write(cell.history());
        startedAt[i] = seconds(cell.startedAt());
        endedAt[i] = seconds(cell.endedAt());
        return lastAccount[i];
    }

    private void set(int i, Outcome outcome) {
        state[i] = outcome.state().code();
        value[i] = outcome.value();
        provider[i] = outcome.provider();
        model[i] = outcome.model();
        confidence[i] = outcome.confidence() == null ? ABSENT : outcome.confidence();
        belowThreshold[i] = outcome.belowThreshold();
        servedBy[i] = outcome.servedBy() == null ? ABSENT : outcome.servedBy().code();
        fingerprint[i] = outcome.fingerprint();
        error[i] = outcome.error();
        skipReason[i] = outcome.skipReason();
    }

    private static double seconds(@Nullable Instant instant) {
        return instant == null ? ABSENT : instant.getEpochSecond() + instant.getNano() / NANOS;
    }

    void bindAccounts(PreparedStatement statement, int parameter, SqlArrays arrays) throws SQLException {
        statement.setArray(parameter, arrays.longs(accounts));
    }

    /** Columns in the order of the table, accounts by their first and last place. @return the next parameter */
    int bind(PreparedStatement statement, int first, SqlArrays arrays) throws SQLException {
        int at = first;
        statement.setArray(at++, arrays.ints(job));
        statement.setArray(at++, arrays.ints(row));
        statement.setArray(at++, arrays.shorts(col));
        statement.setArray(at++, arrays.longs(run));
        statement.setArray(at++, arrays.ints(dispatch));
        statement.setArray(at++, arrays.shorts(step));
        statement.setArray(at++, arrays.shorts(state));
        statement.setArray(at++, arrays.texts(value));
        statement.setArray(at++, arrays.texts(provider));
        statement.setArray(at++, arrays.texts(model));
        statement.setArray(at++, arrays.floats(confidence));
        statement.setArray(at++, arrays.booleans(belowThreshold));
        statement.setArray(at++, arrays.shorts(servedBy));
        statement.setArray(at++, arrays.uuids(fingerprint));
        statement.setArray(at++, arrays.texts(error));
        statement.setArray(at++, arrays.texts(skipReason));
        statement.setArray(at++, arrays.ints(attempts));
        statement.setArray(at++, arrays.longs(inputTokens));
        statement.setArray(at++, arrays.longs(outputTokens));
        statement.setArray(at++, arrays.longs(cost));
        statement.setArray(at++, arrays.longs(saved));
        statement.setArray(at++, arrays.longs(latency));
        statement.setArray(at++, arrays.ints(firstAccount));
        statement.setArray(at++, arrays.ints(lastAccount));
        statement.setArray(at++, arrays.texts(traces));
        statement.setArray(at++, arrays.texts(history));
        statement.setArray(at++, arrays.doubles(startedAt));
        statement.setArray(at++, arrays.doubles(endedAt));
        return at;
    }
}
