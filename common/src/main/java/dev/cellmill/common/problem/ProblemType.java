package dev.cellmill.common.problem;

/**
 * The published, closed list of problem types: a stable {@code type} and the HTTP status it goes with.
 * Types are never renamed.
 */
public enum ProblemType {
    SHEET_MALFORMED("sheet-malformed", 422, "The sheet is malformed"), SHEET_TOO_LARGE("sheet-too-large", 413,
            "The sheet is over a limit"), SHEET_IN_USE("sheet-in-use", 409, "The sheet has an open job"), SHEET_BUSY(
                    "sheet-busy", 409, "Rows are being appended to the sheet"), JOB_MALFORMED(
                            "job-malformed", 400,
                            "The job cannot be read"), JOB_INVALID("job-invalid", 422,
                                    "The job is not valid"), COLUMN_IN_USE(
                                            "column-in-use", 409,
                                            "Another open job fills this column"), TRANSITION_NOT_ALLOWED(
                                                    "transition-not-allowed", 409,
                                                    "The job's state does not allow this"), IDEMPOTENCY_MISMATCH(
                                                            "idempotency-mismatch",
                                                            422,
                                                            "The idempotency key was used for another request"), REQUEST_INVALID(
                                                                    "request-invalid", 400,
                                                                    "The request is not valid"), BODY_TOO_LARGE(
                                                                            "body-too-large", 413,
                                                                            "The body is over the limit"), MEDIA_TYPE_UNSUPPORTED(
                                                                                    "media-type-unsupported", 415,
                                                                                    "The media type is not supported"), METHOD_NOT_ALLOWED(
                                                                                            "method-not-allowed", 405,
                                                                                            "The method is not allowed here"), NOT_ACCEPTABLE(
                                                                                                    "not-acceptable",
                                                                                                    406,
                                                                                                    "No acceptable form of the answer"), UNAUTHENTICATED(
                                                                                                            "unauthenticated",
                                                                                                            401,
                                                                                                            "A key is needed"), FORBIDDEN(
                                                                                                                    "forbidden",
                                                                                                                    403,
                                                                                                                    "The key does not allow this"), LAST_KEY(
                                                                                                                            "last-key",
                                                                                                                            409,
                                                                                                                            "The last key of the operator"), NOT_FOUND(
                                                                                                                                    "not-found",
                                                                                                                                    404,
                                                                                                                                    "Not found"), UNAVAILABLE(
                                                                                                                                            "unavailable",
                                                                                                                                            503,
                                                                                                                                            "A part of the system is away"), INTERNAL(
                                                                                                                                                    "internal",
                                                                                                                                                    500,
                                                                                                                                                    "Something went wrong here"), WEBHOOK_MISSING(
                                                                                                                                                            "webhook-missing",
                                                                                                                                                            409,
                                                                                                                                                            "The job has no webhook"), RATE_LIMITED(
                                                                                                                                                                    "rate-limited",
                                                                                                                                                                    429,
                                                                                                                                                                    "Too many requests"), QUOTA_EXCEEDED(
                                                                                                                                                                            "quota-exceeded",
                                                                                                                                                                            403,
                                                                                                                                                                            "A limit of the tenant is reached"), BODY_TOO_SLOW(
                                                                                                                                                                                    "body-too-slow",
                                                                                                                                                                                    408,
                                                                                                                                                                                    "The body stopped coming, or came too slowly");

    private final String slug;
    private final int status;
    private final String title;

    ProblemType(String slug, int status, String title) {
        this.slug = slug;
        this.status = status;
        this.title = title;
    }

    /** The {@code type} member: a stable URI. */
    public String uri() {
        return "urn:cellmill:problem:" + slug;
    }

    public int status() {
        return status;
    }

    /** Whether the same request may be answered later. */
    public boolean isToTryLater() {
        return this == RATE_LIMITED || this == UNAVAILABLE;
    }

    public String title() {
        return title;
    }
}
