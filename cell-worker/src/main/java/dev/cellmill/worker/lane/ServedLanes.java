package dev.cellmill.worker.lane;

import dev.cellmill.worker.run.ProviderGates;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/**
 * The lanes that this worker takes tasks from.
 *
 * @param capacities cells it can run at once, by lane
 */
public record ServedLanes(Map<String, Integer> capacities) {
    public ServedLanes {
        capacities = Map.copyOf(capacities);
    }

    /**
     * @param chosen empty for all lanes that the providers have
     * @throws IllegalArgumentException if a chosen lane has no provider here
     */
    static ServedLanes of(ProviderGates gates, Collection<String> chosen) {
        var capacities = new TreeMap<String, Integer>();
        for (String lane : chosen.isEmpty() ? gates.lanes() : chosen) {
            if (!gates.lanes().contains(lane)) {
                throw new IllegalArgumentException(
                        "cellmill.lanes.served (CELLMILL_LANES) names %s, but the providers here have only %s"
                                .formatted(lane, gates.lanes()));
            }
            capacities.put(lane, gates.capacity(lane));
        }
        return new ServedLanes(capacities);
    }
}
