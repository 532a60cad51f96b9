package dev.cellmill.faults.plan;

import dev.cellmill.common.kafka.Topics;

/** The topics that poison is put into. */
public enum PoisonedTopic {
    TASKS(Topics.tasks("shared")), EVENTS(Topics.EVENTS), OUTPUT(Topics.OUTPUT), CONTROL(Topics.CONTROL), ACKS(
            Topics.ACKS);

    private final String topic;

    PoisonedTopic(String topic) {
        this.topic = topic;
    }

    public String topic() {
        return topic;
    }
}
