package dev.cellmill.benchmark.provider;

import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How long calls take. */
sealed interface LatencyDistribution {
    /** Of one call, in nanoseconds: 0 to an hour. */
    long draw(RandomGenerator random);

    /** @param millis 0 to an hour */
    record Fixed(double millis) implements LatencyDistribution {
        public Fixed {
            check(millis >= 0 && millis <= Shape.HOUR, "a latency is 0 to 3600000 ms, not " + millis);
        }

        @Override
        public long draw(RandomGenerator random) {
            return Shape.nanos(millis);
        }
    }

    /** Every time between the two is as likely. */
    record Uniform(double leastMillis, double mostMillis) implements LatencyDistribution {
        public Uniform {
            check(leastMillis >= 0 && leastMillis <= mostMillis && mostMillis <= Shape.HOUR,
                    "latencies go from the least to the most, 0 to 3600000 ms");
        }

        @Override
        public long draw(RandomGenerator random) {
            return Shape.nanos(leastMillis + (mostMillis - leastMillis) * random.nextDouble());
        }
    }

    /** As real servers have it: most calls near the median, a few very late. Cut off at an hour. */
    record LogNormal(double medianMillis, double p99Millis) implements LatencyDistribution {
        /** Of the standard normal distribution. */
        private static final double Z_OF_P99 = 2.3263478740408408;

        public LogNormal {
            check(medianMillis > 0 && medianMillis <= p99Millis && p99Millis <= Shape.HOUR,
                    "the median is above 0 ms and the p99 not below it, 3600000 ms at most");
        }

        @Override
        public long draw(RandomGenerator random) {
            double sigma = Math.log(p99Millis / medianMillis) / Z_OF_P99;
            return Shape.nanos(medianMillis * Math.exp(sigma * random.nextGaussian()));
        }
    }

    /** {@code 60}, {@code 50-150} or {@code lognormal:200,2000} (median and p99), in milliseconds. */
    static LatencyDistribution parse(String text) {
        Matcher shape = Shape.PATTERN.matcher(text);
        check(shape.matches(), "a latency is 60, 50-150 or lognormal:200,2000 (median,p99), in milliseconds");
        if (shape.group("fixed") != null) {
            return new Fixed(Double.parseDouble(shape.group("fixed")));
        }
        if (shape.group("least") != null) {
            return new Uniform(Double.parseDouble(shape.group("least")), Double.parseDouble(shape.group("most")));
        }
        return new LogNormal(Double.parseDouble(shape.group("median")), Double.parseDouble(shape.group("late")));
    }

    private static void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    /** How it is written, and in which bounds. */
    final class Shape {
        private static final double HOUR = 3_600_000;
        private static final double NANOS_PER_MILLI = 1e6;
        private static final String NUMBER = "(?<%s>\\d{1,9}(?:\\.\\d{1,6})?)";
        private static final Pattern PATTERN = Pattern.compile("%s|%s-%s|lognormal:%s,%s".formatted(
                NUMBER.formatted("fixed"), NUMBER.formatted("least"), NUMBER.formatted("most"),
                NUMBER.formatted("median"), NUMBER.formatted("late")));

        private Shape() {}

        private static long nanos(double millis) {
            return (long) (Math.min(millis, HOUR) * NANOS_PER_MILLI);
        }
    }
}
