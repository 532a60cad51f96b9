package dev.cellmill.common.job;

/** How a job is written. */
public enum JobFormat {
    JSON, YAML
}
