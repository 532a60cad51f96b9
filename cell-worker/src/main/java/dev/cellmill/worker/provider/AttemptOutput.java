package dev.cellmill.worker.provider;

/**
 * Where a provider writes what it has of its answer while an attempt is under way, so that people can read along and no
 * answer has to fit into memory. Pieces are joined as they come. Thread-safe; a writer waits where more is written than
 * can be taken away.
 */
public interface AttemptOutput {
    /** Nobody reads along. */
    AttemptOutput NONE = new AttemptOutput() {
        @Override
        public void answer(String piece) {
            // nobody reads
        }

        @Override
        public void log(String piece) {
            // nobody reads
        }

        @Override
        public void exited(int code) {
            // nobody asks
        }
    };

    /** The next piece of the answer; no character is cut in two. */
    void answer(String piece);

    /** The next piece of what is said beside the answer, as a program does on stderr; no character is cut in two. */
    void log(String piece);

    /** The program that was run has ended. @param code 0 for success */
    void exited(int code);
}
