package dev.cellmill.common.message;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What happened to a cell. Events of one cell come from several producers in no order; {@link Position} orders them.
 *
 * <p>Every event but {@link Started} and {@link Reopened} closes a task: it carries the lane that the task leaves and what
 * it used.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
        @JsonSubTypes.Type(value = CellEvent.Started.class, name = "started"),
        @JsonSubTypes.Type(value = CellEvent.Released.class, name = "released"),
        @JsonSubTypes.Type(value = CellEvent.Hopped.class, name = "hopped"),
        @JsonSubTypes.Type(value = CellEvent.Done.class, name = "done"),
        @JsonSubTypes.Type(value = CellEvent.Failed.class, name = "failed"),
        @JsonSubTypes.Type(value = CellEvent.Skipped.class, name = "skipped"),
        @JsonSubTypes.Type(value = CellEvent.Reopened.class, name = "reopened")})
public sealed interface CellEvent {

    CellAddress cell();

    Position position();

    /** The lane of the task that this event is about. */
    String lane();

    Instant at();

    /** The name on the wire. */
    String type();

    /** Nano-dollars that it gives back of what was reserved. */
    default long returned() {
        return usageOf(this).returned();
    }

    /** What the task took; nothing where it is not over. */
    static Usage usageOf(CellEvent event) {
        return switch (event) {
            case Started _,Skipped _,Reopened _ -> Usage.NONE;
            case Released released -> released.usage();
            case Hopped hopped -> hopped.usage();
            case Done done -> done.usage();
            case Failed failed -> failed.usage();
        };
    }

    /**
     * The task began and takes longer than an instant, or is about to make a call that costs. Quick tasks that cost
     * nothing send none.
     *
     * @param worker who makes the call that costs; null if none does
     * @param atRisk nano-dollars that the task has cost at worst once that call is over
     */
    record Started(
            CellAddress cell,
            Position position,
            String lane,
            Instant at,
            String provider,
            @Nullable String worker,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) long atRisk) implements CellEvent {
        public Started {
            check(cell, position, lane, at);
            requireNonNull(provider, "provider is null");
        }

        /** One without a call that costs. */
        public Started(CellAddress cell, Position position, String lane, Instant at, String provider) {
            this(cell, position, lane, at, provider, null, 0);
        }

        @Override
        public String type() {
            return "started";
        }
    }

    /**
     * The task was given back unfinished; the cell waits for its next dispatch, at the same step.
     *
     * @param best the best answer of earlier steps
     */
    record Released(CellAddress cell, Position position, String lane, Instant at, Usage usage, @Nullable Answer best)
            implements
                CellEvent {
        public Released {
            check(cell, position, lane, at);
            requireNonNull(usage, "usage is null");
        }

        @Override
        public String type() {
            return "released";
        }
    }

    /**
     * The step's answer was not good enough; the next step was sent to {@code nextLane}.
     */
    record Hopped(
            CellAddress cell,
            Position position,
            String lane,
            Instant at,
            String nextLane,
            Usage usage,
            @Nullable StepTrace trace) implements CellEvent {
        public Hopped {
            check(cell, position, lane, at);
            requireNonNull(nextLane, "nextLane is null");
            requireNonNull(usage, "usage is null");
        }

        @Override
        public String type() {
            return "hopped";
        }
    }

    /** The cell has its value. */
    record Done(
            CellAddress cell,
            Position position,
            String lane,
            Instant at,
            Answer answer,
            Usage usage,
            @Nullable StepTrace trace) implements CellEvent {
        public Done {
            check(cell, position, lane, at);
            requireNonNull(answer, "answer is null");
            requireNonNull(usage, "usage is null");
        }

        @Override
        public String type() {
            return "done";
        }
    }

    /** The cell has no value, and {@code error} says why. */
    record Failed(
            CellAddress cell,
            Position position,
            String lane,
            Instant at,
            CellError error,
            @Nullable String provider,
            Usage usage,
            @Nullable StepTrace trace) implements CellEvent {
        public Failed {
            check(cell, position, lane, at);
            requireNonNull(error, "error is null");
            requireNonNull(usage, "usage is null");
        }

        @Override
        public String type() {
            return "failed";
        }
    }

    /** The cell needed no call. */
    record Skipped(CellAddress cell, Position position, String lane, Instant at, SkipReason reason)
            implements
                CellEvent {
        public Skipped {
            check(cell, position, lane, at);
            requireNonNull(reason, "reason is null");
        }

        @Override
        public String type() {
            return "skipped";
        }
    }

    /** A cell that failed, or was skipped because an input failed, is wanted again: it waits to be sent in a newer run. */
    record Reopened(CellAddress cell, Position position, String lane, Instant at) implements CellEvent {
        public Reopened {
            check(cell, position, lane, at);
        }

        @Override
        public String type() {
            return "reopened";
        }
    }

    private static void check(CellAddress cell, Position position, String lane, Instant at) {
        requireNonNull(cell, "cell is null");
        requireNonNull(position, "position is null");
        requireNonNull(lane, "lane is null");
        requireNonNull(at, "at is null");
    }
}
