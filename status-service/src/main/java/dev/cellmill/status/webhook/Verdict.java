package dev.cellmill.status.webhook;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What an attempt's outcome means for its message. Pure. */
sealed interface Verdict {

    record Delivered() implements Verdict {}

    /** The receiver wants nothing more of this job. */
    record Disabled(String error) implements Verdict {}

    record TryAgain(Duration delay, String error) implements Verdict {}

    record Failed(String error) implements Verdict {}

    /**
     * @param attempts that were begun, this one included
     * @param chance from 0 to 1, for the jitter
     */
    static Verdict on(Outcome outcome, int attempts, double chance) {
        return switch (outcome) {
            case Outcome.Answered(int status) when status >= 200 && status < 300 -> new Delivered();
            case Outcome.Answered(int status) when status == 410 -> new Disabled(
                    "410: the receiver is gone, and this job tells it no more until its webhook is set anew");
            case Outcome.Answered(int status) when status >= 300 && status < 400 -> again(attempts, chance,
                    status + ": redirects are not followed; set the address itself");
            case Outcome.Answered(int status) -> again(attempts, chance, status + " is no 2xx");
            case Outcome.Unanswered(String reason) -> again(attempts, chance, reason);
        };
    }

    private static Verdict again(int attempts, double chance, String error) {
        Optional<Duration> wait = RetrySchedule.after(attempts, chance);
        return wait.isPresent() ? new TryAgain(wait.get(), error) : new Failed(error);
    }

    /** The message's state from now on. */
    default String state() {
        return switch (this) {
            case Delivered() -> "delivered";
            case Disabled(_) -> "disabled";
            case TryAgain(_, _) -> "pending";
            case Failed(_) -> "failed";
        };
    }

    default @Nullable String error() {
        return switch (this) {
            case Delivered() -> null;
            case Disabled(String error) -> error;
            case TryAgain(_, String error) -> error;
            case Failed(String error) -> error;
        };
    }
}
