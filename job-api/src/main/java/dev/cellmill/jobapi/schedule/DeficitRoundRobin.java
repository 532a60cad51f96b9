package dev.cellmill.jobapi.schedule;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Deficit round robin (Shreedhar and Varghese 1996) over queues of cells: on its turn a queue may take as many as its
 * weight; what it could not take because the places ran out it takes first next time, so that small shares add up.
 * A queue that wants nothing more leaves the ring and its deficit lapses. Pure, deterministic, not thread-safe.
 */
final class DeficitRoundRobin<K> {
    /** The head is next. */
    private final Deque<K> ring = new ArrayDeque<>();
    private final Map<K, Long> deficits = new HashMap<>();

    /**
     * @param weight places in each turn, from 1
     * @param limit places it can use now
     */
    record Queue<K>(K key, int weight, long limit) {
        Queue {
            if (weight < 1) {
                throw new IllegalArgumentException("a weight is at least 1, not " + weight);
            }
        }
    }

    /** Shares out {@code free} places; queues that get none are not in the result. */
    Map<K, Long> share(long free, List<Queue<K>> queues) {
        Map<K, Queue<K>> wanting = new LinkedHashMap<>();
        queues.stream().filter(queue -> queue.limit() > 0).forEach(queue -> wanting.put(queue.key(), queue));
        join(wanting);
        Map<K, Long> shares = new LinkedHashMap<>();
        long left = free;
        while (left > 0 && !ring.isEmpty()) {
            Queue<K> queue = wanting.get(ring.getFirst());
            left -= serve(queue, left, shares);
        }
        return shares;
    }

    private void join(Map<K, Queue<K>> wanting) {
        ring.removeIf(key -> !wanting.containsKey(key));
        deficits.keySet().retainAll(wanting.keySet());
        for (K key : wanting.keySet()) {
            if (deficits.putIfAbsent(key, 0L) == null) {
                ring.addLast(key);
            }
        }
    }

    /** One turn of the head, which goes to the end of the ring unless the places ran out before its deficit did. */
    private long serve(Queue<K> queue, long left, Map<K, Long> shares) {
        long deficit = deficits.get(queue.key());
        if (deficit == 0) {
            deficit = queue.weight();
        }
        long wanted = queue.limit() - shares.getOrDefault(queue.key(), 0L);
        long taken = Math.min(Math.min(deficit, wanted), left);
        shares.merge(queue.key(), taken, Long::sum);
        if (taken == wanted) {
            ring.removeFirst();
            deficits.remove(queue.key());
        } else {
            deficits.put(queue.key(), deficit - taken);
            if (taken == deficit) {
                ring.addLast(ring.removeFirst());
            }
        }
        return taken;
    }
}
