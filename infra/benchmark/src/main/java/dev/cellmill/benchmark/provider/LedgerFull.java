package dev.cellmill.benchmark.provider;

/** The ledger takes no more calls. */
final class LedgerFull extends RuntimeException {
    private static final long serialVersionUID = 1;

    LedgerFull(int calls) {
        super("The ledger is full at %d calls; empty it with DELETE /ledger, or give it more room with --max-calls."
                .formatted(calls));
    }
}
