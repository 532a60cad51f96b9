package dev.cellmill.faults.round;

import dev.cellmill.common.kafka.Topics;
import dev.cellmill.faults.cluster.FaultCluster;
import dev.cellmill.faults.cluster.Providers;
import dev.cellmill.faults.cluster.ServiceClient.Reply;
import dev.cellmill.faults.cluster.Until;
import dev.cellmill.faults.inject.Broker;
import dev.cellmill.faults.oracle.Facts;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How many tasks were sent and finished since this was made. What a worker finished that died is not known. */
final class CountTasks {
    private static final Logger LOG = LoggerFactory.getLogger(CountTasks.class);
    private static final Duration HEARD_WITHIN = Duration.ofSeconds(15);
    private static final String FINISHED = "cellmill_task_age_seconds_count{";
    private static final String HELD = "cellmill_lane_tasks{";

    private final FaultCluster cluster;
    private final Broker broker;
    private final long sentBefore;
    private final List<Long> finishedBefore;

    /**
     * Waits until workers hold no more tasks than are in flight: of one that was cut off, the broker has what came of a task before
     * the worker hears of it, and counts it as finished.
     *
     * @param inFlight how many are still to be finished, of those sent before
     */
    CountTasks(FaultCluster cluster, Broker broker, LongSupplier inFlight) {
        this.cluster = cluster;
        this.broker = broker;
        if (!Until.holds(HEARD_WITHIN, () -> sum(HELD) <= inFlight.getAsLong())) {
            LOG.warn("workers hold {} tasks, and {} are in flight", sum(HELD), inFlight.getAsLong());
        }
        this.finishedBefore = finished();
        this.sentBefore = sent() - inFlight.getAsLong();
    }

    Facts.Tasks since(List<Long> moved) {
        List<Long> now = finished();
        long finished = 0;
        for (int worker = 0; worker < now.size(); worker++) {
            // one that was started anew counts from nothing
            long before = now.get(worker) < finishedBefore.get(worker) ? 0 : finishedBefore.get(worker);
            finished += now.get(worker) - before;
        }
        return new Facts.Tasks(sent() - sentBefore, finished, moved);
    }

    private long sent() {
        return Providers.LANES.stream().map(Topics::tasks)
                .flatMap(topic -> broker.ends(topic).values().stream()).mapToLong(Long::longValue).sum();
    }

    private List<Long> finished() {
        return told().stream().map(one -> sum(one, FINISHED)).toList();
    }

    private long sum(String meter) {
        return told().stream().mapToLong(one -> sum(one, meter)).sum();
    }

    /** What each worker measures; empty of one that does not answer. */
    private List<String> told() {
        return cluster.toldByWorkers().getAll("/actuator/prometheus").stream()
                .map(one -> one.filter(Reply::isGood).map(reply -> reply.body().asString("")).orElse("")).toList();
    }

    private static long sum(String told, String meter) {
        return told.lines().filter(line -> line.startsWith(meter))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1))).sum();
    }
}
