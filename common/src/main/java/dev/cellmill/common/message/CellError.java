package dev.cellmill.common.message;

import static java.util.Objects.requireNonNull;

/**
 * Why a cell failed.
 *
 * @param message what happened and what to do, without secrets, at most 2,000 characters
 * @param retryable whether the same request may succeed later
 * @param attempts calls made, 0 if none was
 */
public record CellError(ErrorCode code, String message, boolean retryable, int attempts) {
    private static final int MAX_MESSAGE = 2_000;

    public CellError {
        requireNonNull(code, "code is null");
        if (message.length() > MAX_MESSAGE) {
            message = message.substring(0, MAX_MESSAGE - 1) + "…";
        }
    }
}
