package dev.cellmill.embedded;

import java.util.regex.Pattern;

/**
 * One more address at which a broker listens, for clients that reach it by a way of their own, a proxy say: whoever comes
 * by it is told to go on by it.
 *
 * @param name capital letters, digits and underscores; no two are the same
 * @param port on loopback
 * @param advertisedPort what its clients are told, on loopback
 */
public record KafkaListener(String name, int port, int advertisedPort) {
    private static final Pattern NAME = Pattern.compile("[A-Z][A-Z0-9_]*");

    public KafkaListener {
        if (!NAME.matcher(name).matches() || name.equals("PLAINTEXT") || name.equals(KafkaConfiguration.CONTROLLER)) {
            throw new IllegalArgumentException("no name of a listener: " + name);
        }
    }
}
