package dev.cellmill.worker.run;

import java.util.ArrayList;
import java.util.List;

/** Runs the cells of records, on virtual threads of its own. Thread-safe. */
public final class CellRunner {
    private static final int MOST_PER_THREAD = 64;
    private static final int THREADS_WANTED = 2 * Runtime.getRuntime().availableProcessors();

    private final Intake intake;

    CellRunner(Intake intake) {
        this.intake = intake;
    }

    /** Returns at once. Each delivery ends by its own methods. */
    public void run(List<? extends Delivery> deliveries) {
        var certain = new ArrayList<Delivery>(deliveries.size());
        var doubtful = new ArrayList<Delivery>();
        for (Delivery delivery : deliveries) {
            (delivery.mayHaveRun() ? doubtful : certain).add(delivery);
        }
        if (!doubtful.isEmpty()) {
            Thread.startVirtualThread(() -> intake.take(doubtful));
        }
        int each = Math.clamp(Math.ceilDiv(certain.size(), THREADS_WANTED), 1, MOST_PER_THREAD);
        for (int from = 0; from < certain.size(); from += each) {
            List<Delivery> few = certain.subList(from, Math.min(from + each, certain.size()));
            Thread.startVirtualThread(() -> intake.take(few));
        }
    }
}
