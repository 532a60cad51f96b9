package dev.cellmill.worker.provider.chat;

import static java.util.Objects.requireNonNull;

import dev.cellmill.common.plan.ProviderProfile.Model;
import java.net.URI;
import java.util.Map;

/**
 * A chat server as the operator's configuration has it.
 *
 * @param address that requests are sent to
 * @param headers of the operator's, the key's among them; each may hold a secret
 * @param models by name, in the operator's order
 * @param streams whether it can answer piece by piece
 */
public record ChatServer(
        ChatProtocol protocol,
        URI address,
        Map<String, String> headers,
        Map<String, Model> models,
        boolean streams) {
    public ChatServer {
        requireNonNull(protocol, "protocol is null");
        requireNonNull(address, "address is null");
        headers = Map.copyOf(headers);
        models = Map.copyOf(models);
    }

    @Override
    public String toString() {
        return "ChatServer[" + address.getHost() + "]";
    }
}
