package dev.cellmill.benchmark.provider;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Which part of the calls fails, and how. What is left of 1 succeeds. */
record Failures(List<Share> shares) {
    static final Failures NONE = new Failures(List.of());
    static final int SUCCESS = 200;
    /** Not a status but none: the connection is closed before anything is done, and nothing is billed. */
    static final int DROPPED = 0;
    /** The work is done and billed, and the connection closed in place of the answer. */
    static final int LOST = -1;

    private static final Pattern SHARE = Pattern.compile("(drop|lose|[45]\\d\\d):(0?\\.\\d{1,9}|[01](?:\\.0{1,9})?)");

    /** @param part of all calls, 0 to 1 */
    record Share(int status, double part) {}

    Failures {
        shares = List.copyOf(shares);
        if (shares.stream().mapToDouble(Share::part).sum() > 1) {
            throw new IllegalArgumentException("the parts that fail are more than 1 together");
        }
    }

    /** {@code 500:0.1,429:0.01,drop:0.001,lose:0.001}. */
    static Failures parse(String text) {
        var shares = new ArrayList<Share>();
        for (String part : text.split(",")) {
            var share = SHARE.matcher(part.strip());
            if (!share.matches()) {
                throw new IllegalArgumentException(
                        "failures are a list such as 500:0.1,429:0.01,drop:0.001,lose:0.001, not " + part);
            }
            int status = switch (share.group(1)) {
                case "drop" -> DROPPED;
                case "lose" -> LOST;
                case String number -> Integer.parseInt(number);
            };
            shares.add(new Share(status, Double.parseDouble(share.group(2))));
        }
        return new Failures(shares);
    }

    /** @param draw 0 to 1, excluding 1 */
    int status(double draw) {
        double end = 0;
        for (Share share : shares) {
            end += share.part();
            if (draw < end) {
                return share.status();
            }
        }
        return SUCCESS;
    }
}
