package dev.cellmill.worker.provider.command;

import dev.cellmill.worker.provider.AttemptOutput;
import dev.cellmill.worker.provider.transport.Secrets;
import java.util.List;

/** What a program says beside its answer: passed on as it comes, secrets taken out, its end held. Written by one thread. */
final class LogText implements TextSink {
    private static final int HELD = 4096;
    private static final int LAST_LINES = 5;
    private static final int LONGEST = 1000;

    private final AttemptOutput output;
    private final Secrets secrets;
    private final StringBuffer tail = new StringBuffer();
    private String open = "";

    LogText(AttemptOutput output, Secrets secrets) {
        this.output = output;
        this.secrets = secrets;
    }

    @Override
    public void text(String piece) {
        String text = secrets.redact(open + piece);
        int end = text.length() - secrets.openEnd(text);
        open = text.substring(end);
        pass(text.substring(0, end));
    }

    @Override
    public void end() {
        pass(open);
        open = "";
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
