package dev.cellmill.faults.round;

import dev.cellmill.common.kafka.Topics;
import dev.cellmill.faults.cluster.FaultCluster;
import dev.cellmill.faults.cluster.Providers;
import dev.cellmill.faults.cluster.ServiceClient.Reply;
import dev.cellmill.faults.inject.Broker;
import dev.cellmill.faults.oracle.Facts;
import java.util.List;
import java.util.Optional;

/** How many tasks were sent and finished since this was made. What a worker finished that died is not known. */
final class CountTasks {
    private static final String FINISHED = "cellmill_task_age_seconds_count{";

    private final FaultCluster cluster;
    private final Broker broker;
    private final long sentBefore;
    private final List<Long> finishedBefore;

    /** @param inFlight that are still to be finished, of those sent before */
    CountTasks(FaultCluster cluster, Broker broker, long inFlight) {
        this.cluster = cluster;
        this.broker = broker;
        this.finishedBefore = finished();
        this.sentBefore = sent() - inFlight;
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

    /** Of each worker; nothing of one that does not answer. */
    private List<Long> finished() {
        return cluster.toldByWorkers().getAll("/actuator/prometheus").stream().map(CountTasks::finishedBy).toList();
    }

    private static long finishedBy(Optional<Reply> told) {
        return told.filter(Reply::isGood).map(reply -> reply.body().asString("")).orElse("").lines()
                .filter(line -> line.startsWith(FINISHED))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1))).sum();
    }
}
