package dev.cellmill.common.access;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.SmartInitializingSingleton;

/** Before the web server listens: without keys, on loopback or not at all. */
final class LoopbackWithoutKeys implements SmartInitializingSingleton {
    private final Gate gate;
    private final @Nullable InetAddress address;

    /** @param address to listen at, null for all of the machine */
    LoopbackWithoutKeys(Gate gate, @Nullable InetAddress address) {
        this.gate = gate;
        this.address = address;
    }

    /** @throws OpenAddress if anyone could come in from elsewhere */
    @Override
    public void afterSingletonsInstantiated() {
        boolean loopback = address != null && address.isLoopbackAddress();
        if (!loopback && !gate.keysConfigured()) {
            throw new OpenAddress(
                    "No key is configured, and the address %s can be reached from other machines. Start with CELLMILL_ADDRESS=127.0.0.1, create a key with ./cellmill keys create, then start with this address again."
                            .formatted(address == null ? "0.0.0.0" : address.getHostAddress()));
        }
    }
}
