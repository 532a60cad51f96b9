package dev.cellmill.faults.guard;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toMap;
import static net.bytebuddy.matcher.ElementMatchers.isConstructor;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesNoArguments;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import net.bytebuddy.implementation.FixedValue;
import net.bytebuddy.implementation.Implementation;
import net.bytebuddy.implementation.MethodCall;

/** What keeps a promise of the product while processes die, and what its classes do where it is taken out. */
public enum Guard {
    /** The newest event of a cell shows, and the first end of a run stays. Without: the last that was read. */
    ORDER(new Weakening("dev.cellmill.status.fold.CellMerge", "show",
            () -> MethodCall.invoke(named("take")).withAllArguments())),

    /** Each account of a cell counts once. Without: as often as its event comes. */
    DEDUPE(new Weakening("dev.cellmill.status.fold.Accounts", "has", () -> FixedValue.value(false)),
            new Weakening("dev.cellmill.status.fold.Accounts", "closed", () -> FixedValue.value(false))),

    /** Commits tell what is finished beyond the watermark. Without: whoever takes over does not know it. */
    BITMAP(new Weakening("dev.cellmill.worker.lane.CallsElsewhere", "finished", FixedValue::nullValue)),

    /**
     * What may have been done before is held against what the fold has written down, once it has written down everything,
     * and against the calls that living workers had under way. Without: it is done.
     */
    TAKEOVER(new Weakening("dev.cellmill.worker.replay.FoldProgress", "awaitPast", () -> FixedValue.value(true)),
            new Weakening("dev.cellmill.worker.replay.Replays", "verdict",
                    made("dev.cellmill.worker.replay.Replays$Verdict$Open")),
            new Weakening("dev.cellmill.worker.replay.Replays", "mayStillEnd", () -> FixedValue.value(false))),

    /** A budget sets aside what a cell can cost at worst. Without: nothing, and what was spent is only looked at. */
    RESERVATION(new Weakening("dev.cellmill.jobapi.schedule.StepCost", "worst", () -> FixedValue.value(0L)),
            new Weakening("dev.cellmill.common.message.Reservation", "covers", () -> FixedValue.value(true))),

    /** All workers together keep a provider's limit. Without: calls begin at once. */
    RATE(new Weakening("dev.cellmill.worker.budget.ProviderBudget", "isLimited", () -> FixedValue.value(false))),

    /**
     * A call begins only while its worker hears what is published, and the broker has lately heard of it. Without: also on one
     * that was frozen or cut off.
     */
    HEARTBEAT(new Weakening("dev.cellmill.worker.control.Lease", "holds", () -> FixedValue.value(true)),
            new Weakening("dev.cellmill.worker.lane.Membership", "isSure", () -> FixedValue.value(true))),

    /** A webhook's message stays until its receiver has taken it. Without: until it was sent once. */
    OUTBOX(new Weakening("dev.cellmill.status.webhook.Verdict", "on",
            made("dev.cellmill.status.webhook.Verdict$Delivered")));

    private final List<Weakening> weakenings;

    Guard(Weakening... weakenings) {
        this.weakenings = List.of(weakenings);
    }

    /** As it is written in a command: {@code dedupe}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException naming those that there are */
    public static Guard labelled(String label) {
        return Stream.of(values()).filter(guard -> guard.label().equals(label)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no guard is called %s; there are %s".formatted(label,
                        Stream.of(values()).map(Guard::label).collect(joining(", ")))));
    }

    /**
     * The class files of this class path that it consists in, without it.
     *
     * @return by the binary names of the classes
     * @throws IllegalStateException if the product has no such class or method any more
     */
    Map<String, byte[]> weakened() {
        return weakenings.stream().collect(groupingBy(Weakening::type)).entrySet().stream()
                .collect(toMap(Map.Entry::getKey, of -> Weakening.apply(of.getKey(), of.getValue())));
    }

    /** A new one. */
    private static Supplier<Implementation> made(String type) {
        return () -> MethodCall.construct(Weakening.find(type).getDeclaredMethods()
                .filter(isConstructor().and(takesNoArguments())).getOnly());
    }
}
