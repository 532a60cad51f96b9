package dev.cellmill.common.kafka;

import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;

/** The names of the topics and the settings they are made with. */
public final class Topics {
    public static final String EVENTS = "cellmill.events";
    public static final String OUTPUT = "cellmill.output";
    public static final String CONTROL = "cellmill.control";
    public static final String ACKS = "cellmill.acks";

    /** Partitions of each task topic and of the events; the most workers or folders that can share one. */
    public static final int PARTITIONS = 24;

    private static final String TASKS_PREFIX = "cellmill.tasks.";
    private static final String WORKERS_PREFIX = "cellmill.worker.";
    private static final String DEAD_LETTER_SUFFIX = ".dlt";
    private static final int LONGEST_LANE = 63;
    private static final long HOUR = 3600 * 1000L;
    private static final long WEEK = 7 * 24 * HOUR;
    /** Pings come four times a second and workers read the topic from its start, so it is compacted often. */
    private static final long COMPACTED_WITHIN = HOUR / 6;

    private Topics() {}

    /** @throws IllegalArgumentException if the lane is not 1 to 63 characters of a-z, 0-9, - and _ */
    public static String tasks(String lane) {
        if (!isLane(lane)) {
            throw new IllegalArgumentException("a lane is 1 to 63 characters of a-z, 0-9, - and _, not: " + lane);
        }
        return TASKS_PREFIX + lane;
    }

    /** No regular expression, since it is asked for each task. */
    private static boolean isLane(String lane) {
        for (int i = 0; i < lane.length(); i++) {
            char c = lane.charAt(i);
            if ((c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '_' && c != '-') {
                return false;
            }
        }
        return !lane.isEmpty() && lane.length() <= LONGEST_LANE;
    }

    /** The consumer group of the workers that serve the lane. */
    public static String workers(String lane) {
        return WORKERS_PREFIX + lane;
    }

    public static String deadLetter(String topic) {
        return topic + DEAD_LETTER_SUFFIX;
    }

    public static NewTopic newTasks(String lane, short replicas) {
        return new NewTopic(tasks(lane), PARTITIONS, replicas).configs(kept(WEEK));
    }

    public static NewTopic newEvents(short replicas) {
        return new NewTopic(EVENTS, PARTITIONS, replicas).configs(kept(WEEK));
    }

    /** What cells write while they run; keyed as events are, and kept as long. */
    public static NewTopic newOutput(short replicas) {
        return new NewTopic(OUTPUT, PARTITIONS, replicas).configs(kept(WEEK));
    }

    public static NewTopic newControl(short replicas) {
        return new NewTopic(CONTROL, 1, replicas)
                .configs(Map.of(
                        TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT,
                        TopicConfig.SEGMENT_MS_CONFIG, Long.toString(COMPACTED_WITHIN),
                        TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG, Long.toString(COMPACTED_WITHIN),
                        TopicConfig.DELETE_RETENTION_MS_CONFIG, Long.toString(HOUR)));
    }

    public static NewTopic newAcks(short replicas) {
        return new NewTopic(ACKS, 1, replicas).configs(kept(HOUR));
    }

    public static NewTopic newDeadLetter(String topic, short replicas) {
        return new NewTopic(deadLetter(topic), 1, replicas).configs(kept(4 * WEEK));
    }

    private static Map<String, String> kept(long millis) {
        return Map.of(TopicConfig.RETENTION_MS_CONFIG, Long.toString(millis));
    }
}
