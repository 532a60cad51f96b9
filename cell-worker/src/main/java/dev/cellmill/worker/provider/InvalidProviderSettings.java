package dev.cellmill.worker.provider;

/** The operator's provider configuration is wrong; the message names the file, the key and the remedy. */
public final class InvalidProviderSettings extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public InvalidProviderSettings(String message) {
        super(message);
    }
}
