package dev.cellmill.standalone;

/** The server cannot start as asked. The message is one sentence for the person who asked, with the remedy. */
public final class StartRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StartRefused(String sentence) {
        super(sentence);
    }
}
