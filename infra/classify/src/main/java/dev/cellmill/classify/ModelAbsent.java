package dev.cellmill.classify;

/** The sentence model cannot be loaded on this machine. */
final class ModelAbsent extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ModelAbsent(Throwable cause) {
        super("the sentence model cannot be loaded on the worker (%s); its folder for temporary files must have 30 MB, and"
                .formatted(cause.getMessage()) + " the machine the GNU C library: start the worker on one that has",
                cause);
    }
}
