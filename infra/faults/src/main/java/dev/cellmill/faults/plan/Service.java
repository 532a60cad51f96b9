package dev.cellmill.faults.plan;

/** Which of the services a fault is about. */
public enum Service {
    JOB_API("job-api"), WORKER("worker"), STATUS("status");

    private final String prefix;

    Service(String prefix) {
        this.prefix = prefix;
    }

    /** The name of one of its processes. @param number from 1 */
    public String process(int number) {
        return prefix + "-" + number;
    }
}
