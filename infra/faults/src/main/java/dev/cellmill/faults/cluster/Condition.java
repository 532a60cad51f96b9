package dev.cellmill.faults.cluster;

/**
 * How a way is.
 *
 * @param toServer whether bytes pass from the client to the server
 * @param toClient whether bytes pass back
 * @param accepts whether connections are taken at all
 * @param delayMillis of every piece
 * @param jitterMillis at most, beside the delay
 * @param resets the part of all pieces that breaks its connection in its place
 */
public record Condition(boolean toServer, boolean toClient, boolean accepts, long delayMillis, long jitterMillis,
        double resets) {
    public static final Condition GOOD = new Condition(true, true, true, 0, 0, 0);
    public static final Condition REFUSING = new Condition(true, true, false, 0, 0, 0);
    public static final Condition HANGING = new Condition(false, false, true, 0, 0, 0);

    boolean passes(boolean towardsServer) {
        return towardsServer ? toServer : toClient;
    }
}
