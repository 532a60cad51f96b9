package dev.cellmill.standalone.command;

/** What the user gave cannot be used; the message says what to do. */
final class BadInput extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BadInput(String message) {
        super(message);
    }
}
