package dev.cellmill.common.schema;

/** A schema would cost more than is allowed. */
final class UnboundedSchema extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnboundedSchema(String message) {
        super(message);
    }
}
