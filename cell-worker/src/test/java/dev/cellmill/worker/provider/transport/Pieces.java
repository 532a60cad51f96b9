package dev.cellmill.worker.provider.transport;

import dev.cellmill.worker.provider.AttemptOutput;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what it is given. */
public final class Pieces implements AttemptOutput {
    private final List<String> pieces = new CopyOnWriteArrayList<>();

    @Override
    public void answer(String piece) {
        pieces.add(piece);
    }

    @Override
    public void log(String piece) {
        throw new AssertionError("a server says nothing beside its answer");
    }

    @Override
    public void exited(int code) {
        throw new AssertionError("a server is no program");
    }

    public List<String> all() {
        return List.copyOf(pieces);
    }

    public String joined() {
        return String.join("", pieces);
    }
}
