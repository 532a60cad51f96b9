package dev.cellmill.worker.budget;

import org.jspecify.annotations.Nullable;

/** The budget that all workers share, for one provider. Each call is one statement. Thread-safe. */
interface RateBudget {

    /**
     * What is configured, a minute.
     *
     * @param requests null for no limit
     * @param tokens null for no limit
     */
    record Limits(@Nullable Double requests, @Nullable Double tokens) {
        static final Limits NONE = new Limits(null, null);

        boolean isNone() {
            return requests == null && tokens == null;
        }
    }

    /**
     * What a worker has to tell whenever it asks.
     *
     * @param debt tokens that calls took beyond what was reserved for them; below 0 for less
     * @param taken calls that the provider took and did not refuse for being too many
     * @param clock the database's, in milliseconds, as reckoned from the last grant; null before the first
     * @param named limits that the provider itself named since; each null where it named none
     */
    record News(long debt, long taken, @Nullable Double clock, Limits named) {
        News(long debt, long taken) {
            this(debt, taken, null, Limits.NONE);
        }
    }

    /**
     * Slots for the first calls of those that were asked for.
     *
     * @param delays milliseconds from now until each may begin; may be below 0
     * @param again milliseconds until the rest should ask anew
     * @param clock the database's, in milliseconds
     * @param generation slots of an older one are void
     * @param held milliseconds until anything may begin
     * @param now the limits in force: the least of what is configured, named and learnt
     * @param learnt whether it is less since the provider refused calls
     */
    record Grant(double[] delays, double again, double clock, long generation, double held, Limits now,
            boolean learnt) {}

    /**
     * The provider refused a call for being one too many, or said that few are left.
     *
     * @param millis in which nobody calls; null where it did not say, then longer with each
     * @param age milliseconds since the refused call began
     * @param cuts whether the rate is cut as well
     */
    record Refusal(@Nullable Double millis, double age, boolean cuts) {}

    /**
     * What a refusal led to.
     *
     * @param generation whose slots count from now on
     * @param held milliseconds until anything may begin
     */
    record Hold(long generation, double held) {}

    /** @param estimates tokens of each call, in the order in which they are to begin; empty only tells the news */
    Grant reserve(Limits limits, long[] estimates, News news);

    /** @param news of which only the clock and the calls taken are told */
    Hold refuse(Limits limits, Refusal refusal, News news);
}
