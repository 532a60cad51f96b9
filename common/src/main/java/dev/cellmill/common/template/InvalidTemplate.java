package dev.cellmill.common.template;

/** A template that cannot be read. The message says where and what to write instead. */
public final class InvalidTemplate extends RuntimeException {
    private static final long serialVersionUID = 1L;

    InvalidTemplate(String message) {
        super(message);
    }
}
