package dev.cellmill.common.message;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/**
 * A record of the control topic, which is compacted by its key and has one partition: whoever has read a worker's ping
 * has read every change of a job that was published before it.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
        @JsonSubTypes.Type(value = WorkerPing.class, name = "worker"),
        @JsonSubTypes.Type(value = JobControl.class, name = "job")})
public sealed interface ControlMessage permits WorkerPing, JobControl {

    /** Under which the newest stays. */
    String key();
}
