package dev.cellmill.worker.run;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Brings those together who ask the same at the same time. The first asker of a key leads: it must find the answer and
 * then {@link #land} the key, which gives it everyone who joined. Thread-safe.
 */
final class Coalescer<K, A> {
    private final ConcurrentHashMap<K, List<A>> flights = new ConcurrentHashMap<>();

    /** @return whether the asker leads; if not, the leader will see to it */
    boolean join(K key, A asker) {
        var leads = new boolean[1];
        flights.compute(key, (same, joined) -> {
            leads[0] = joined == null;
            List<A> askers = joined == null ? new ArrayList<>(1) : joined;
            askers.add(asker);
            return askers;
        });
        return leads[0];
    }

    /** Everyone who asked, the leader first. Who asks from now on leads anew. */
    List<A> land(K key) {
        List<A> askers = flights.remove(key);
        return askers == null ? List.of() : askers;
    }
}
