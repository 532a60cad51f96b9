package dev.cellmill.worker.provider.transport;

/** Takes the events of one answer, in their order, on the thread that made the call. */
@FunctionalInterface
public interface EventReader {

    Next read(ServerEvent event);

    /** How it goes on. */
    sealed interface Next permits Then, Refused {}

    /** What needs no further word. */
    enum Then implements Next {
        MORE,
        /** This was the last one. */
        END,
        /** More came than is taken. */
        TOO_LARGE,
        /** It is no event of this protocol. */
        UNREADABLE
    }

    /**
     * The server says that it fails, in place of the rest.
     *
     * @param status for which its words stand
     * @param body its words
     * @param hasBegun whether a part of the answer came before, which it may charge for
     */
    record Refused(int status, String body, boolean hasBegun) implements Next {}
}
