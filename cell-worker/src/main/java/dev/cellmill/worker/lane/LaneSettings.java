package dev.cellmill.worker.lane;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * {@code cellmill.lanes}.
 *
 * @param served only these; all lanes of this worker's providers if empty
 * @param waiting tasks of a lane that may wait for another's answer, a retry or the broker
 * @param memory of all tasks of a lane under way, roughly
 * @param pollRecords taken at once
 * @param commitInterval how much is done again, at most, after a death
 * @param drainTime for calls in flight when the worker stops
 */
@ConfigurationProperties(prefix = "cellmill.lanes", ignoreUnknownFields = false)
record LaneSettings(
        @DefaultValue List<String> served,
        @DefaultValue("20000") int waiting,
        @DefaultValue("64MB") DataSize memory,
        @DefaultValue("2000") int pollRecords,
        @DefaultValue("1s") Duration commitInterval,
        @DefaultValue("8s") Duration drainTime) {

    LaneSettings {
        served = served.stream().map(String::strip).filter(lane -> !lane.isEmpty()).toList();
        if (waiting < 1 || pollRecords < 1 || memory.toBytes() < 1) {
            throw new IllegalArgumentException(
                    "cellmill.lanes.waiting, poll-records and memory are at least 1");
        }
        if (commitInterval.isNegative() || drainTime.isNegative()) {
            throw new IllegalArgumentException(
                    "cellmill.lanes.commit-interval and drain-time are not negative");
        }
    }
}
