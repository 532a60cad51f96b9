package dev.cellmill.status.fold;

import dev.cellmill.common.id.CellKey;
import dev.cellmill.common.json.Json;
import dev.cellmill.common.message.Usage;
import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Cells as one array per column, in the order given. Numbers travel as primitive arrays, which the driver sends in
 * binary. No array but the texts has a null, because PostgreSQL would then search it from its start for every element:
 * absent numbers are {@value #ABSENT}.
 */
final class CellArrays {
    static final int ABSENT = -1;

    private static final double NANOS = 1e9;
    private static final UUID NO_UUID = new UUID(0, 0);

    private final BatchJobs jobs;
    /** Texts that many cells share, numbered from 1 in the order of their first use. */
    private final Map<String, Integer> dictionary = new LinkedHashMap<>();

    private final int[] job;
    private final int[] row;
    private final short[] col;
    private final long[] run;
    private final int[] dispatch;
    private final short[] step;
    private final short[] state;
    private final @Nullable String[] value;
    private final int[] provider;
    private final int[] model;
    private final float[] confidence;
    private final boolean[] belowThreshold;
    private final short[] servedBy;
    private final UUID[] fingerprint;
    private final @Nullable String[] error;
    private final int[] skipReason;
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
    private final int[] begunBy;
    private final long[] begunCost;
    private final double[] startedAt;
    private final double[] endedAt;
    /** Of all cells, one after the other; {@code firstAccount} and {@code lastAccount} count from 1. */
    private final long[] accounts;

    CellArrays(BatchJobs jobs, List<CellKey> keys, List<Merged> cells) {
        this.jobs = jobs;
        int size = cells.size();
        job = new int[size];
        row = new int[size];
        col = new short[size];
        run = new long[size];
        dispatch = new int[size];
        step = new short[size];
        state = new short[size];
        value = new String[size];
        provider = new int[size];
        model = new int[size];
        confidence = new float[size];
        belowThreshold = new boolean[size];
        servedBy = new short[size];
        fingerprint = new UUID[size];
        error = new String[size];
        skipReason = new int[size];
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
        begunBy = new int[size];
        begunCost = new long[size];
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
        begunBy[i] = name(cell.begun() == null ? null : cell.begun().worker());
        begunCost[i] = cell.begun() == null ? ABSENT : cell.begun().atRisk();
        startedAt[i] = seconds(cell.startedAt());
        endedAt[i] = seconds(cell.endedAt());
        return lastAccount[i];
    }

    private void set(int i, Outcome outcome) {
        state[i] = outcome.state().code();
        value[i] = outcome.value();
        provider[i] = name(outcome.provider());
        model[i] = name(outcome.model());
        confidence[i] = outcome.confidence() == null ? ABSENT : outcome.confidence();
        belowThreshold[i] = outcome.belowThreshold();
        servedBy[i] = outcome.servedBy() == null ? ABSENT : outcome.servedBy().code();
        fingerprint[i] = outcome.fingerprint() == null ? NO_UUID : outcome.fingerprint();
        error[i] = outcome.error();
        skipReason[i] = name(outcome.skipReason());
    }

    private static double seconds(@Nullable Instant instant) {
        return instant == null ? ABSENT : instant.getEpochSecond() + instant.getNano() / NANOS;
    }

    /** Each parameter of a statement that reads from the cells given, in its order. @return how many */
    int bind(PreparedStatement statement, SqlArrays arrays) throws SQLException {
        int at = 1;
        Array job = arrays.ints(this.job);
        Array names = arrays.texts(dictionary.keySet().toArray(String[]::new));
        for (Array array : new Array[]{
                jobs.ids(arrays), job, jobs.tenants(arrays), job, arrays.ints(row), arrays.shorts(col),
                arrays.longs(run), arrays.ints(dispatch), arrays.shorts(step), arrays.shorts(state), names,
                arrays.ints(provider), names, arrays.ints(model), arrays.floats(confidence),
                arrays.booleans(belowThreshold), arrays.shorts(servedBy), arrays.uuids(fingerprint), names,
                arrays.ints(skipReason), arrays.ints(attempts), arrays.longs(inputTokens), arrays.longs(outputTokens),
                arrays.longs(cost), arrays.longs(saved), arrays.longs(latency), arrays.longs(accounts),
                arrays.ints(firstAccount), arrays.ints(lastAccount), names, arrays.ints(begunBy),
                arrays.longs(begunCost), arrays.doubles(startedAt), arrays.doubles(endedAt),
                arrays.texts(value), arrays.texts(error), arrays.texts(traces), arrays.texts(history)}) {
            statement.setArray(at++, array);
        }
        return at - 1;
    }

    /** The number of a text among the few that a batch repeats; 0 for none, which PostgreSQL subscripts to null. */
    private int name(@Nullable String text) {
        return text == null ? 0 : dictionary.computeIfAbsent(text, _ -> dictionary.size() + 1);
    }
}
