package dev.cellmill.worker.run;

import dev.cellmill.common.fingerprint.Fingerprint;
import dev.cellmill.common.log.LogContext;
import dev.cellmill.common.message.CellError;
import dev.cellmill.common.message.ServedBy;
import dev.cellmill.common.plan.ProviderProfile;
import dev.cellmill.worker.cache.AnswerCache;
import dev.cellmill.worker.control.Admission;
import dev.cellmill.worker.provider.ProviderOutcome;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who asks for which answer. What is remembered is answered at once; the first who asks for anything else leads the call
 * for it, those who ask the same meanwhile join, and the end of the call is the end of all of them. Thread-safe.
 */
final class Askers {
    private static final Logger log = LoggerFactory.getLogger(Askers.class);

    private final Coalescer<Fingerprint, CellRun> coalescer = new Coalescer<>();
    private final AnswerCache cache;
    private final CellReporter reporter;
    private final Admission admission;
    private final WaitingCells waiting;

    Askers(AnswerCache cache, CellReporter reporter, Admission admission, WaitingCells waiting) {
        this.cache = cache;
        this.reporter = reporter;
        this.admission = admission;
        this.waiting = waiting;
    }

    /** Brings answers that were kept for these over restarts to where {@link #leads} finds them; at most one statement. */
    void remember(List<CellRun> runs) {
        List<Fingerprint> requests = runs.stream()
                .filter(run -> run.step().gate() != null && isStored(run.step().gate()))
                .map(run -> run.task().fingerprint())
                .toList();
        if (!requests.isEmpty()) {
            cache.load(requests);
        }
    }

    /** Whether a call is to be made for it; if not, it has ended or will with the call of another. */
    boolean leads(CellRun run) {
        if (isStopped(run)) {
            reporter.released(run, Served.NONE);
            return false;
        }
        ProviderGate gate = run.step().gate();
        CellError absent = Absence.of(run, gate);
        if (gate == null || absent != null) {
            reporter.failed(run, absent, Served.NONE);
            return false;
        }
        Fingerprint request = run.task().fingerprint();
        if (isKept(gate)) {
            var kept = cache.find(request);
            if (log.isDebugEnabled()) {
                try (LogContext _ = LogContext.of(run.task().cell(), run.step().plan().provider())) {
                    log.debug("cache {} for {}", kept == null ? "miss" : "hit", request);
                }
            }
            if (kept != null) {
                reporter.answered(run, kept.answer(), run.read(kept.answer()),
                        Served.kept(run, kept.answer(), kept.by()), null);
                return false;
            }
        }
        if (!coalescer.join(request, run)) {
            run.delivery().begins();
            run.delivery().park();
            waiting.add(run.step().plan().lane(), 1);
            return false;
        }
        return true;
    }

    boolean isStopped(CellRun run) {
        return !admission.allows(run.task());
    }

    /** Whether another leader found the answer since this one began to lead; then all who asked this one have it. */
    boolean isAnsweredMeanwhile(Call call) {
        if (!isKept(call.gate())) {
            return false;
        }
        var kept = cache.peek(call.leader().task().fingerprint());
        if (kept == null) {
            return false;
        }
        for (CellRun asker : land(call.leader())) {
            reporter.answered(asker, kept, asker.read(kept), Served.kept(asker, kept, ServedBy.MEMORY), null);
        }
        return true;
    }

    /** The request cannot even be made. */
    void refused(Call call, CellError error) {
        land(call.leader()).forEach(asker -> reporter.failed(asker, error, Served.NONE));
    }

    /** The same may be asked again. */
    void keep(Call call, ProviderOutcome.Success success) {
        if (isKept(call.gate()) && !success.isWritten()) {
            cache.keep(call.leader().task().fingerprint(), call.gate().provider().profile(), success);
        }
    }

    /** @param reading of the leader; each of the others asked for a column of its own */
    void answered(Call call, ProviderOutcome.Success success, Reading reading) {
        CellRun leader = call.leader();
        for (CellRun asker : land(leader)) {
            boolean leads = asker == leader;
            reporter.answered(asker, success, leads ? reading : asker.read(success),
                    leads ? call.served(success) : call.joined(success),
                    leads || success.isWritten() ? call.written() : null);
        }
    }

    void failed(Call call, ProviderOutcome.Failure failure, CellError error) {
        CellRun leader = call.leader();
        for (CellRun asker : land(leader)) {
            reporter.failed(asker, error, asker == leader ? call.served(failure) : call.joined(failure));
        }
    }

    /** The leader's job does not run any more. @return the others, who ask anew */
    List<CellRun> stopped(Call call) {
        var others = new ArrayList<CellRun>();
        for (CellRun asker : land(call.leader())) {
            if (asker == call.leader()) {
                reporter.released(asker, call.spent());
            } else {
                others.add(asker);
            }
        }
        return others;
    }

    /**
     * A task of which it is on record that a call began here, or was waited for, is given back by an event: as long as this
     * worker lives, whoever has the task now waits for one.
     *
     * @return those that may still be run here, who ask anew
     */
    List<CellRun> givenUp(Call call) {
        var others = new ArrayList<CellRun>();
        for (CellRun asker : land(call.leader())) {
            if (!asker.delivery().withdrawn()) {
                others.add(asker);
            } else if (asker.delivery().hasBegun()) {
                reporter.released(asker, asker == call.leader() ? call.spent() : Served.NONE);
            } else {
                asker.end();
                asker.delivery().abandon();
            }
        }
        return others;
    }

    private List<CellRun> land(CellRun leader) {
        List<CellRun> askers = coalescer.land(leader.task().fingerprint());
        waiting.add(leader.step().plan().lane(), 1 - askers.size());
        return askers;
    }

    private static boolean isKept(ProviderGate gate) {
        return gate.provider().profile().cache().mode() != ProviderProfile.Cache.Mode.NONE;
    }

    private static boolean isStored(ProviderGate gate) {
        return gate.provider().profile().cache().mode() == ProviderProfile.Cache.Mode.PERSISTENT;
    }
}
