package dev.cellmill.status.webhook;

import java.util.concurrent.Callable;

public final class OutboxProbe implements Callable<Boolean> {

    @Override
    public Boolean call() {
        return Verdict.on(new Outcome.Unanswered("connection refused"), 1, 0).state().equals("pending");
    }
}
