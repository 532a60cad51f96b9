package dev.cellmill.worker.provider.chat;

import static java.util.Objects.requireNonNull;

import dev.cellmill.common.plan.ProviderProfile.Model;
import dev.cellmill.worker.provider.ConfidencePointer;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A chat server as the operator's configuration has it.
 *
 * @param address that requests are sent to
 * @param headers of the operator's, the key's among them; each may hold a secret
 * @param models by name, in the operator's order
 * @param streams whether it can answer piece by piece
 * @param confidence where in a JSON answer it stands, null if nowhere
 */
public record ChatServer(
        ChatProtocol protocol,
        URI address,
        Map<String, String> headers,
        Map<String, Model> models,
        boolean streams,
        @Nullable ConfidencePointer confidence) {
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
