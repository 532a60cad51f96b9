package dev.cellmill.faults.oracle;

import dev.cellmill.faults.plan.FaultKind;
import java.util.ArrayList;
import java.util.List;

/**
 * No call begins for a paused job a second after the pause was answered, of a frozen or cut-off worker neither. A thread
 * that was frozen between its last look and the call may still make it: one for each core and freeze at most.
 */
record PausesStop(int cores) implements Check {
    private static final long PROMISED = 1_000_000;
    private static final String FROZEN = FaultKind.FREEZE_WORKER.wireName();

    PausesStop() {
        this(Runtime.getRuntime().availableProcessors());
    }

    @Override
    public String name() {
        return "pauses-stop";
    }

    @Override
    public List<String> broken(Facts facts) {
        var broken = new ArrayList<String>();
        long allowed = cores * facts.disturbances().stream().filter(one -> one.what().equals(FROZEN)).count();
        for (Facts.Pause pause : facts.pauses()) {
            long from = pause.answered() + PROMISED + pause.lateMicros() + late(pause, facts);
            List<Facts.Call> after = facts.calls().stream().filter(call -> call.key().startsWith(pause.keys())
                    && call.arrived() > from && call.arrived() < pause.resumed()).toList();
            if (after.size() > allowed) {
                broken.add("%d calls of %s began after the pause, up to %d ms after its answer, where %d may".formatted(
                        after.size(), pause.keys(), (after.getLast().arrived() - pause.answered()) / 1_000, allowed));
            }
        }
        return broken;
    }

    private static long late(Facts.Pause pause, Facts facts) {
        return facts.lags().stream().filter(lag -> lag.at() >= pause.answered() && lag.at() <= pause.resumed())
                .mapToLong(Facts.Lag::micros).max().orElse(0);
    }
}
