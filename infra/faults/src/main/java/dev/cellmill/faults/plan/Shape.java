package dev.cellmill.faults.plan;

/** How many processes of each service there are. */
public record Shape(int jobApis, int workers, int statusServices) {
    /** As the figures are promised for. */
    public static final Shape WHOLE = new Shape(2, 3, 2);

    public Shape {
        if (jobApis < 1 || workers < 1 || statusServices < 1) {
            throw new IllegalArgumentException("one process of each service is the least");
        }
    }

    public int of(Service service) {
        return switch (service) {
            case JOB_API -> jobApis;
            case WORKER -> workers;
            case STATUS -> statusServices;
        };
    }
}
