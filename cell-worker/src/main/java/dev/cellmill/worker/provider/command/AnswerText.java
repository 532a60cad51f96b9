package dev.cellmill.worker.provider.command;

import dev.cellmill.worker.provider.AttemptOutput;
import dev.cellmill.worker.provider.transport.Redactor;
import dev.cellmill.worker.provider.transport.Secrets;

/**
 * A program's answer: passed on as it comes, credentials taken out, without the line end at its very end, and its
 * beginning held in memory. Written by one thread.
 */
final class AnswerText implements TextSink {
    /** Characters (UTF-16) of an answer that are held. */
    static final int MOST_HELD = 1024 * 1024;

    private final AttemptOutput output;
    private final Redactor redactor;
    private final StringBuffer beginning = new StringBuffer();
    private String lineEnd = "";
    private long length;

    AnswerText(AttemptOutput output, Secrets secrets) {
        this.output = output;
        this.redactor = new Redactor(secrets.inAnswers());
    }

    @Override
    public void text(String piece) {
        take(redactor.add(piece));
    }

    private void take(String piece) {
        String text = lineEnd.isEmpty() ? piece : lineEnd + piece;
        int end = text.length() - lineEndOf(text);
        lineEnd = text.substring(end);
        pass(text.substring(0, end));
    }

    /** A carriage return alone ends no line. */
    @Override
    public void end() {
        take(redactor.end());
        if (lineEnd.equals("\r")) {
            pass(lineEnd);
        }
        lineEnd = "";
    }

    /** Whether all of it is held. */
    boolean isWhole() {
        return length <= MOST_HELD;
    }

    /** What is held. */
    String beginning() {
        return beginning.toString();
    }

    private void pass(String text) {
        if (text.isEmpty()) {
            return;
        }
        int room = Math.min(MOST_HELD - beginning.length(), text.length());
        boolean cutsPair = room > 0 && room < text.length() && Character.isHighSurrogate(text.charAt(room - 1));
        beginning.append(text, 0, cutsPair ? room - 1 : room);
        length += text.length();
        output.answer(text);
    }

    /** Also of half a line end, whose other half may follow. */
    private static int lineEndOf(String text) {
        if (text.endsWith("\r\n")) {
            return 2;
        }
        return text.endsWith("\n") || text.endsWith("\r") ? 1 : 0;
    }
}
