package dev.cellmill.worker.provider.http;

/** A value of a row that a request cannot hold. The message says which part of the request, not the value. */
final class UnfitValue extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnfitValue(String message) {
        super(message);
    }
}
