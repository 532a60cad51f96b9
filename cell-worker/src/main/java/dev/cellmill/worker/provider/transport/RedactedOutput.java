package dev.cellmill.worker.provider.transport;

import dev.cellmill.worker.provider.AttemptOutput;

/** Takes secrets out of an answer while it is written. Not thread-safe. */
public final class RedactedOutput implements AttemptOutput {
    private final AttemptOutput output;
    private final Redactor redactor;

    public RedactedOutput(AttemptOutput output, Secrets secrets) {
        this.output = output;
        this.redactor = new Redactor(secrets);
    }

    @Override
    public void answer(String piece) {
        pass(redactor.add(piece));
    }

    /** The answer is whole. */
    public void end() {
        pass(redactor.end());
    }

    @Override
    public void log(String piece) {
        output.log(piece);
    }

    @Override
    public void exited(int code) {
        output.exited(code);
    }

    private void pass(String text) {
        if (!text.isEmpty()) {
            output.answer(text);
        }
    }
}
