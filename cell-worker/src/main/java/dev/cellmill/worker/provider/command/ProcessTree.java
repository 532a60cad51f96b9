package dev.cellmill.worker.provider.command;

import dev.cellmill.worker.provider.command.ProcessTable.Row;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A program and all that it started. On Linux that is what descends from it, what is in its session, and, whoever its
 * parent is by now, what carries the variable that it was started with: only a process that left the session, lost its
 * parent and dropped its environment is not found. Elsewhere it is what descends from it.
 */
final class ProcessTree {
    private static final Logger log = LoggerFactory.getLogger(ProcessTree.class);

    private static final Duration KILLING = Duration.ofSeconds(5);
    private static final Duration SHORTEST_LOOK = Duration.ofMillis(1);
    private static final Duration LONGEST_LOOK = Duration.ofMillis(50);

    private final ProcessTable table;
    private final Process program;
    private final String marker;
    private final long since;

    /**
     * @param marker a variable and its value, of this program alone
     * @param since of {@link #beforeStart}
     */
    ProcessTree(ProcessTable table, Process program, String marker, long since) {
        this.table = table;
        this.program = program;
        this.marker = marker;
        this.since = since;
    }

    /** To be taken before the program starts. */
    static long beforeStart() throws IOException {
        return ProcessTable.isThere() ? ProcessTable.now() : -1;
    }

    /** How many there are, but for those that are found by their variable alone, which would cost a look into each process. */
    int size() {
        return living(false).size();
    }

    /** SIGTERM for all; SIGKILL for those that are there after the grace, until none is. Not to be interrupted. */
    void end(Duration grace) {
        boolean interrupted = false;
        long start = System.nanoTime();
        var told = new HashSet<Long>();
        Duration look = SHORTEST_LOOK;
        for (Set<Long> there = living(true); !there.isEmpty() || program.isAlive(); there = living(true)) {
            long nanos = System.nanoTime() - start;
            if (nanos >= grace.plus(KILLING).toNanos()) {
                log.warn("{} processes of a program cannot be killed; they are left: {}", there.size(), there);
                break;
            }
            boolean kills = nanos >= grace.toNanos();
            there.stream().filter(id -> kills || told.add(id)).forEach(id -> signal(id, kills));
            LockSupport.parkNanos(look.toNanos());
            interrupted |= Thread.interrupted();
            look = look.compareTo(LONGEST_LOOK) < 0 ? look.multipliedBy(2) : LONGEST_LOOK;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void signal(long id, boolean kills) {
        ProcessHandle.of(id).ifPresent(process -> {
            if (kills) {
                process.destroyForcibly();
            } else {
                process.destroy();
            }
        });
    }

    private Set<Long> living(boolean byVariable) {
        if (since < 0) {
            Stream<ProcessHandle> itself = program.isAlive() ? Stream.of(program.toHandle()) : Stream.empty();
            return Set.copyOf(Stream.concat(itself, program.descendants()).map(ProcessHandle::pid).toList());
        }
        boolean wasAlive = program.isAlive();
        List<Row> rows = table.read().stream().filter(row -> row.started() >= since).toList();
        long root = program.pid();
        boolean isNumberReused = !wasAlive && rows.stream().anyMatch(row -> row.id() == root);
        var found = new HashSet<Long>();
        rows.stream()
                .filter(row -> !isNumberReused && (row.id() == root || row.session() == root)
                        || byVariable && ProcessTable.hasVariable(row.id(), marker))
                .forEach(row -> found.add(row.id()));
        boolean grows = true;
        while (grows) {
            grows = found.addAll(rows.stream().filter(row -> found.contains(row.parent())).map(Row::id).toList());
        }
        return found;
    }
}
