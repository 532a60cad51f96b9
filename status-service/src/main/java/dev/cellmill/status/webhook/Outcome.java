package dev.cellmill.status.webhook;

import java.util.Locale;

/** What came of one attempt. */
sealed interface Outcome {

    /** @param status of the answer, whatever it is */
    record Answered(int status) implements Outcome {}

    /** @param reason one line of at most 500 characters */
    record Unanswered(String reason) implements Outcome {
        private static final int LONGEST = 500;

        public Unanswered {
            String line = reason.replaceAll("[\\p{Cntrl}\\p{Cs}]+", " ");
            reason = line.length() > LONGEST ? line.substring(0, LONGEST) : line;
        }

        static Unanswered because(Exception failure) {
            String message = failure.getMessage();
            return new Unanswered(message == null
                    ? failure.getClass().getSimpleName().toLowerCase(Locale.ROOT)
                    : message);
        }
    }
}
