package dev.cellmill.status.progress;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How fast a job's cells end, measured. Pure.
 *
 * <p>The rate is that of the samples' whole time. A gap far longer than the others was a pause or an outage and is left
 * out, so after it the rate is what it was. The uncertainty is that of a Poisson process, 1/√ends, and that of the mean
 * of the rates between samples, whichever they are: both squared and added.
 *
 * @param perSecond above 0
 * @param uncertainty of the rate, one standard deviation as a part of it
 */
record Pace(double perSecond, double uncertainty) {
    /** As many as the fold keeps. With fewer, the first one is the job's first. */
    static final int KEPT = 30;

    private static final double MILLIS = 1000;
    private static final double SHORTEST = 2;
    private static final double LONG_GAP = 30;
    private static final int TIMES_THE_MEDIAN = 10;
    private static final int FEWEST_TO_COMPARE = 3;

    private record Span(double seconds, long ended) {
        double rate() {
            return ended / seconds;
        }
    }

    /**
     * @param start when the job began, with none ended
     * @param samples the newest last, fewer than {@value #KEPT} unless older ones were dropped
     * @param now what has ended by now
     * @return empty while nothing has ended
     */
    static Optional<Pace> of(Sample start, List<Sample> samples, Sample now) {
        List<Sample> points = new ArrayList<>();
        if (samples.size() < KEPT) {
            points.add(start);
        }
        points.addAll(samples);
        points.add(now);
        List<Span> spans = spans(points);
        Optional<Pace> recent = of(withoutGaps(spans));
        return recent.isPresent() ? recent : of(spans(List.of(start, now)));
    }

    /** Between points; one too close behind another, or before it by some other clock, is passed over. */
    private static List<Span> spans(List<Sample> points) {
        List<Span> spans = new ArrayList<>();
        Sample from = points.getFirst();
        for (int place = 1; place < points.size(); place++) {
            Sample to = points.get(place);
            double seconds = (to.millis() - from.millis()) / MILLIS;
            if (seconds >= SHORTEST || seconds > 0 && points.size() == 2) {
                spans.add(new Span(seconds, Math.max(0, to.ended() - from.ended())));
                from = to;
            }
        }
        return spans;
    }

    private static List<Span> withoutGaps(List<Span> spans) {
        if (spans.size() < FEWEST_TO_COMPARE) {
            return spans;
        }
        double median = spans.stream().mapToDouble(Span::seconds).sorted().skip((spans.size() - 1) / 2).findFirst()
                .orElseThrow();
        double longest = Math.max(LONG_GAP, TIMES_THE_MEDIAN * median);
        return spans.stream().filter(span -> span.seconds() <= longest).toList();
    }

    private static Optional<Pace> of(List<Span> spans) {
        double seconds = spans.stream().mapToDouble(Span::seconds).sum();
        long ended = spans.stream().mapToLong(Span::ended).sum();
        if (ended == 0) {
            return Optional.empty();
        }
        double rate = ended / seconds;
        double variance = 0;
        for (Span span : spans) {
            variance += span.seconds() / seconds * Math.pow(span.rate() / rate - 1, 2);
        }
        return Optional.of(new Pace(rate, Math.sqrt(1.0 / ended + variance / spans.size())));
    }
}
