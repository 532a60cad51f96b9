package dev.cellmill.standalone.client;

import java.net.URI;

/** The server cannot be reached, or went away in the middle of an answer. */
public final class ServerAway extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ServerAway(URI server, Exception cause) {
        super("no answer from %s; is it running? start one with: ./cellmill up".formatted(server), cause);
    }
}
