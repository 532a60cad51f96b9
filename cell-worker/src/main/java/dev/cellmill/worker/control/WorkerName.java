package dev.cellmill.worker.control;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.util.HexFormat;

/** A name made at each start: a worker that comes back is another one. */
public record WorkerName(String value) {
    private static final int RANDOM_BYTES = 4;

    public static WorkerName next() {
        var random = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(random);
        return new WorkerName(host() + "-" + HexFormat.of().formatHex(random));
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "worker";
        }
    }
}
