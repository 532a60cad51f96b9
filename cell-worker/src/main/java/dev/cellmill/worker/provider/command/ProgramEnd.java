package dev.cellmill.worker.provider.command;

/**
 * How a program's run ended.
 *
 * @param code 0 for success; of a program that a signal ended 128 and its number
 */
record ProgramEnd(Cause cause, int code) {

    /** Who ended it. */
    enum Cause {
        /** It ended by itself, and all that it wrote was read. */
        EXITED,
        /** Its time was up. */
        OUT_OF_TIME,
        /** Its attempt was ended. */
        INTERRUPTED,
        /** It had more processes than it may. */
        TOO_MANY_PROCESSES
    }
}
