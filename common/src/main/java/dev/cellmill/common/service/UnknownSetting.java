package dev.cellmill.common.service;

/** Something is set that nothing reads. */
final class UnknownSetting extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnknownSetting(String sentence) {
        super(sentence);
    }
}
