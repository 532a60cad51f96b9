package dev.cellmill.worker.provider.transport;

import static java.util.Objects.requireNonNull;

/**
 * One of the Server-Sent Events of an answer.
 *
 * @param type {@code message} where the server names none
 * @param data its lines, joined by line feeds
 */
public record ServerEvent(String type, String data) {
    public ServerEvent {
        requireNonNull(type, "type is null");
        requireNonNull(data, "data is null");
    }
}
