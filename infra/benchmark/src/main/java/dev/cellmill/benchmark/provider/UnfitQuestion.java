package dev.cellmill.benchmark.provider;

/** What was asked cannot be answered; why, the caller is told. It is no call and stands in no ledger. */
final class UnfitQuestion extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnfitQuestion(String message) {
        super(message);
    }
}
