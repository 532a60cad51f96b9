package dev.cellmill.common.access;

/** A service without keys was told to listen where others than this machine could reach it. */
public final class OpenAddress extends RuntimeException {
    private static final long serialVersionUID = 1L;

    OpenAddress(String sentence) {
        super(sentence);
    }
}
