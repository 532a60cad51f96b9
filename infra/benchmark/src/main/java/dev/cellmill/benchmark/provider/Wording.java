package dev.cellmill.benchmark.provider;

/**
 * What a chat answer says.
 *
 * @param leastBytes to which shorter answers are filled up
 * @param pieces in which an answer comes that is asked for as a stream, spread evenly over the call's time
 */
record Wording(int leastBytes, int pieces) {
    /** What an answer is filled up with. */
    private static final String FILLING = " and so on";

    Wording {
        if (leastBytes < 0 || pieces < 1) {
            throw new IllegalArgumentException("answers have 0 bytes or more, and come in 1 piece or more");
        }
    }

    /** The same for the same key. */
    String answer(String key) {
        String answer = "of " + key;
        int missing = leastBytes - answer.length();
        return missing <= 0
                ? answer
                : answer + FILLING.repeat(missing / FILLING.length() + 1).substring(0, missing);
    }
}
