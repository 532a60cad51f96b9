package dev.cellmill.worker.provider.command;

import dev.cellmill.worker.provider.AttemptOutput;
import dev.cellmill.worker.provider.transport.Redactor;
import dev.cellmill.worker.provider.transport.Secrets;
import java.util.List;

/** What a program says beside its answer: passed on as it comes, secrets taken out, its end held. Written by one thread. */
final class LogText implements TextSink {
    private static final int HELD = 4096;
    private static final int LAST_LINES = 5;
    private static final int LONGEST = 1000;

    private final AttemptOutput output;
    private final Redactor redactor;
    private final StringBuffer tail = new StringBuffer();

    LogText(AttemptOutput output, Secrets secrets) {
        this.output = output;
        this.redactor = new Redactor(secrets);
    }

    @Override
    public void text(String piece) {
        pass(redactor.add(piece));
    }

    @Override
    public void end() {
        pass(redactor.end());
    }

    /** In one line; empty if it said nothing. */
    String lastLines() {
        List<String> lines = tail.toString().lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
        String joined = String.join(" | ", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
        return joined.length() <= LONGEST ? joined : "…" + joined.substring(joined.length() - LONGEST);
    }

    private void pass(String text) {
        if (text.isEmpty()) {
            return;
        }
        tail.append(text, Math.max(0, text.length() - HELD), text.length());
        tail.delete(0, Math.max(0, tail.length() - HELD));
        output.log(text);
    }
}
