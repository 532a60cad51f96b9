package dev.cellmill.faults.cluster;

import dev.cellmill.embedded.FreePort;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Free ports, none twice: many are found before the first is listened on. */
final class Ports {
    private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

    private Ports() {}

    static int next() {
        int port = FreePort.find();
        while (!GIVEN.add(port)) {
            port = FreePort.find();
        }
        return port;
    }
}
