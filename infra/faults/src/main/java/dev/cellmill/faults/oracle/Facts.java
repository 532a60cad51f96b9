package dev.cellmill.faults.oracle;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was seen of a round. Times are monotonic, in microseconds.
 *
 * @param sightings cells that were seen in a terminal state, at any time of the round
 * @param told the ends that stand on the topic of events
 * @param calls of providers since the round before
 * @param earlier calls of the minute before those
 * @param disturbances that may make a worker's call be made again
 * @param messages that came to the webhook sink
 * @param lags how late this machine ran things, the rig itself being the measure
 * @param leftBehind what requests that were refused left behind
 * @param former jobs of earlier rounds that are not any more as they were when they had ended
 * @param pauses that were answered
 * @param tasks what became of the tasks of the round
 */
public record Facts(
        List<JobFacts> jobs,
        List<Sighting> sightings,
        List<ToldEnd> told,
        List<Call> calls,
        List<Call> earlier,
        List<Disturbance> disturbances,
        List<Message> messages,
        List<Limit> limits,
        List<Lag> lags,
        List<String> leftBehind,
        List<String> former,
        List<Pause> pauses,
        Tasks tasks) {

    /** Where no job was paused and tasks were not counted. */
    Facts(List<JobFacts> jobs, List<Sighting> sightings, List<ToldEnd> told, List<Call> calls,
            List<Call> earlier, List<Disturbance> disturbances, List<Message> messages, List<Limit> limits,
            List<Lag> lags, List<String> leftBehind, List<String> former) {
        this(jobs, sightings, told, calls, earlier, disturbances, messages, limits, lags, leftBehind, former, List.of(),
                Tasks.NONE);
    }

    public Facts {
        jobs = List.copyOf(jobs);
        sightings = List.copyOf(sightings);
        told = List.copyOf(told);
        calls = List.copyOf(calls);
        earlier = List.copyOf(earlier);
        disturbances = List.copyOf(disturbances);
        messages = List.copyOf(messages);
        limits = List.copyOf(limits);
        lags = List.copyOf(lags);
        leftBehind = List.copyOf(leftBehind);
        former = List.copyOf(former);
        pauses = List.copyOf(pauses);
    }

    /** A cell of a job in one run. */
    public record Place(String job, int row, int column, long run) {}

    /**
     * A job at the end of the round.
     *
     * @param accepted rows that the upload was told were taken
     * @param state null if the job is not there
     * @param columns how many it fills
     * @param cells that are stored
     * @param reported by the status call; null if it could not be asked
     * @param audit what does not agree; null if all does
     * @param budget in USD, null for none
     * @param spent in USD, as reported
     * @param entered how often it came into each state that its webhook is told of, by the message's type
     * @param keys what the keys of its calls begin with
     * @param toldLater whether its webhook is still to be told of some of that
     */
    public record JobFacts(String id, String name, int accepted, @Nullable String state, int columns,
            List<CellFacts> cells,
            @Nullable Counters reported, @Nullable String audit, @Nullable BigDecimal budget, BigDecimal spent,
            Map<String, Integer> entered, String keys, boolean endedInTime, boolean toldLater) {
        public JobFacts {
            cells = List.copyOf(cells);
            entered = Map.copyOf(entered);
        }
    }

    /** A stored cell. @param state as {@link dev.cellmill.common.state.CellState} has it @param digest of its value */
    public record CellFacts(int row, int column, long run, int state, String digest) {}

    /** The counters of a job. */
    public record Counters(long total, long completed, long done, long failed, long skipped, long cancelled,
            long running, long queued, long totalRows, long completedRows) {

        List<Long> all() {
            return List.of(total, completed, done, failed, skipped, cancelled, running, queued, totalRows,
                    completedRows);
        }
    }

    /** A terminal cell, as it was at some moment. */
    public record Sighting(Place place, int state, String digest) {}

    /** An end on the topic. @param state as {@link CellFacts#state} */
    public record ToldEnd(Place place, int state) {}

    /**
     * A call that a provider did or does: refused ones are not here.
     *
     * @param answered null if it was never answered
     */
    public record Call(String key, long arrived, @Nullable Long answered, long priceNanoDollars) {
        boolean isWithin(long from, long to) {
            return arrived <= to && (answered == null || answered >= from);
        }
    }

    /**
     * Something that may cut workers off.
     *
     * @param what for people
     * @param at when it began
     * @param unstoredSince since when answers to be kept may not have been stored
     */
    public record Disturbance(String what, long at, long unstoredSince) {
        /** While answers were stored as they came. */
        Disturbance(String what, long at) {
            this(what, at, at);
        }
    }

    /** @param status what the sink answered */
    public record Message(String id, String type, String job, int status) {}

    /**
     * What a provider allows.
     *
     * @param keys what the keys of its calls hold
     * @param lateMicros by how much the ways to it were made uneven
     */
    public record Limit(String provider, String keys, int perMinute, long lateMicros) {}

    /** The rig itself came so late at that moment. */
    public record Lag(long at, long micros) {}

    /**
     * A job was paused.
     *
     * @param keys what the keys of its calls begin with
     * @param answered when the pause was
     * @param resumed when it was asked for
     * @param lateMicros by how much the ways to providers were made uneven
     */
    public record Pause(String keys, long answered, long resumed, long lateMicros) {}

    /**
     * Tasks of the round.
     *
     * @param sent records on the topics of tasks, and those that were in flight before
     * @param finished by workers that live, each as often as one did
     * @param moved when partitions moved with no worker cut off
     */
    public record Tasks(long sent, long finished, List<Long> moved) {
        public static final Tasks NONE = new Tasks(0, 0, List.of());

        public Tasks {
            moved = List.copyOf(moved);
        }
    }
}
