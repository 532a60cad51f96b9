package dev.cellmill.faults.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmill.faults.oracle.Facts.Call;
import dev.cellmill.faults.oracle.Facts.CellFacts;
import dev.cellmill.faults.oracle.Facts.Counters;
import dev.cellmill.faults.oracle.Facts.Disturbance;
import dev.cellmill.faults.oracle.Facts.JobFacts;
import dev.cellmill.faults.oracle.Facts.Lag;
import dev.cellmill.faults.oracle.Facts.Limit;
import dev.cellmill.faults.oracle.Facts.Message;
import dev.cellmill.faults.oracle.Facts.Pause;
import dev.cellmill.faults.oracle.Facts.Place;
import dev.cellmill.faults.oracle.Facts.Sighting;
import dev.cellmill.faults.oracle.Facts.Tasks;
import dev.cellmill.faults.oracle.Facts.ToldEnd;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each check passes what is right, and fails on what is spoiled in just its way. */
class SpoiledFactsTest {
    private static final String JOB = "a job";
    private static final int DONE = 2;
    private static final int FAILED = 3;
    private static final int RUNNING = 1;
    private static final int QUEUED = 0;
    private static final long SECOND = 1_000_000;
    private static final long PRICE = 1_000_000;
    private static final Limit TEN_A_SECOND = new Limit("limited", "k", 600, 0);
    private static final Counters COUNTERS = new Counters(4, 4, 3, 1, 0, 0, 0, 0, 2, 2);

    /** Two rows of two columns, one of them failed. */
    private static List<CellFacts> cells() {
        return List.of(new CellFacts(0, 0, 1, DONE, "a"), new CellFacts(0, 1, 1, DONE, "b"),
                new CellFacts(1, 0, 1, FAILED, "c"), new CellFacts(1, 1, 1, DONE, "d"));
    }

    private static JobFacts job() {
        return job("completed", cells(), COUNTERS, null, "0.01", "0.004", Map.of("job.completed", 1), true);
    }

    private static JobFacts job(String state, List<CellFacts> cells, Counters counters, String audit, String budget,
            String spent, Map<String, Integer> entered, boolean inTime) {
        return new JobFacts(JOB, "j", 2, state, 2, cells, counters, audit, new BigDecimal(budget),
                new BigDecimal(spent), entered, "k", inTime, false);
    }

    private static Facts good() {
        return facts(job(), sightings(), told(), calls(), List.of(), messages());
    }

    private static Facts facts(JobFacts job, List<Sighting> sightings, List<ToldEnd> told, List<Call> calls,
            List<Disturbance> disturbances, List<Message> messages) {
        return new Facts(List.of(job), sightings, told, calls, List.of(), disturbances, messages, List.of(TEN_A_SECOND),
                List.of(), List.of(), List.of());
    }

    private static List<Sighting> sightings() {
        return List.of(new Sighting(new Place(JOB, 0, 0, 1), DONE, "a"));
    }

    private static List<ToldEnd> told() {
        return cells().stream().map(cell -> new ToldEnd(new Place(JOB, cell.row(), cell.column(), cell.run()),
                cell.state())).toList();
    }

    private static List<Call> calls() {
        return IntStream.range(0, 4).mapToObj(number -> new Call("k" + number, number * SECOND,
                number * SECOND + SECOND / 2, PRICE)).toList();
    }

    private static List<Message> messages() {
        return List.of(new Message("id", "job.completed", JOB, 500), new Message("id", "job.completed", JOB, 204));
    }

    @Test
    void whatIsRightPasses() {
        assertThat(Oracle.judge(good())).isEmpty();
    }

    @Test
    void everyCheckIsShownToFail() {
        assertThat(spoiled().map(one -> one.get()[0]).distinct())
                .containsExactlyInAnyOrderElementsOf(Oracle.CHECKS.stream().map(Check::name).toList());
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("spoiled")
    void whatIsSpoiledIsFound(String check, String what, Function<Facts, Facts> spoil) {
        assertThat(Oracle.judge(spoil.apply(good()))).as(what).extracting(Violation::check).contains(check);
    }

    static Stream<Arguments> spoiled() {
        return Stream.of(
                spoil("every-job-ends", "it is not there", withJob(
                        job(null, cells(), COUNTERS, null, "1", "0.004", Map.of(), true))),
                spoil("every-job-ends", "it still runs", withJob(
                        job("processing", cells(), COUNTERS, null, "1", "0.004", Map.of(), true))),
                spoil("every-job-ends", "it ended late", withJob(
                        job("completed", cells(), COUNTERS, null, "1", "0.004", Map.of("job.completed", 1), false))),
                spoil("one-end-per-cell", "a cell is missing", withCells(cells().subList(0, 3))),
                spoil("one-end-per-cell", "a cell waits", withCells(with(cells(), 2, QUEUED))),
                spoil("one-end-per-cell", "a cell runs in a stopped job", withJob(job("cancelled",
                        with(cells(), 2, RUNNING), COUNTERS, null, "1", "0.004", Map.of(), true))),
                spoil("one-end-per-cell", "a cell that nobody asked for",
                        withCells(plus(cells(), new CellFacts(2, 0, 1, DONE, "e")))),
                spoil("one-end-per-cell", "a cell twice", withCells(plus(cells(), cells().getFirst()))),
                spoil("ends-stay", "a state changed", withSightings(
                        new Sighting(new Place(JOB, 1, 0, 1), DONE, "c"))),
                spoil("ends-stay", "a value changed", withSightings(
                        new Sighting(new Place(JOB, 1, 0, 1), FAILED, "before"))),
                spoil("ends-stay", "an end is gone", withSightings(
                        new Sighting(new Place(JOB, 0, 0, 7), DONE, "a"))),
                spoil("ends-stay", "a former job changed", facts -> new Facts(facts.jobs(), facts.sightings(),
                        facts.told(), facts.calls(), facts.earlier(), facts.disturbances(), facts.messages(),
                        facts.limits(),
                        facts.lags(), List.of(), List.of("it did"))),
                spoil("nothing-left-behind", "a sheet without its job", facts -> new Facts(facts.jobs(),
                        facts.sightings(), facts.told(), facts.calls(), facts.earlier(), facts.disturbances(),
                        facts.messages(),
                        facts.limits(), facts.lags(), List.of("a sheet"), List.of())),
                spoil("pauses-stop", "calls a second after the answer", withPause(SECOND / 2, 10 * SECOND)),
                spoil("few-tasks-again", "with nothing moved", withTasks(5, 6)),
                spoil("few-tasks-again", "more than were in flight when something moved", withTasks(5, 10, 0L)),
                spoil("counters-equal-cells", "one too many", withCounters(
                        new Counters(4, 4, 4, 0, 0, 0, 0, 0, 2, 2))),
                spoil("counters-equal-cells", "a negative one", withCounters(
                        new Counters(4, 4, 3, 1, 0, 0, -1, 1, 2, 2))),
                spoil("counters-equal-cells", "rows", withCounters(new Counters(4, 4, 3, 1, 0, 0, 0, 0, 2, 1))),
                spoil("counters-equal-cells", "none", withCounters(null)),
                spoil("counters-equal-cells", "the audit differs", withJob(
                        job("completed", cells(), COUNTERS, "different", "1", "0.004", Map.of("job.completed", 1),
                                true))),
                spoil("few-repeated-calls", "one is repeated", withCalls(new Call("k1", 9 * SECOND, 10 * SECOND, 0))),
                spoil("few-repeated-calls", "more than were in flight", facts -> facts(job(), sightings(), told(),
                        plus(plus(calls(), new Call("k1", 9 * SECOND, null, 0)), new Call("k0", 9 * SECOND, null, 0)),
                        List.of(new Disturbance("kill", 4 * SECOND + SECOND / 5)), messages())),
                spoil("ends-are-told", "nobody was told", facts -> facts(job(), sightings(), told().subList(1, 4),
                        calls(), List.of(), messages())),
                spoil("messages-arrive", "none came", facts -> facts(job(), sightings(), told(), calls(), List.of(),
                        List.of())),
                spoil("messages-arrive", "under two ids", facts -> facts(job(), sightings(), told(), calls(),
                        List.of(), plus(messages(), new Message("another", "job.completed", JOB, 204)))),
                spoil("messages-arrive", "of what never was", facts -> facts(job(), sightings(), told(), calls(),
                        List.of(), plus(messages(), new Message("another", "job.failed", JOB, 204)))),
                spoil("budgets-hold", "it spent more", withJob(
                        job("completed", cells(), COUNTERS, null, "0.003", "0.004", Map.of("job.completed", 1),
                                true))),
                spoil("budgets-hold", "it is billed more than it thinks", withJob(
                        job("completed", cells(), COUNTERS, null, "0.01", "0.003", Map.of("job.completed", 1), true))),
                spoil("rates-hold", "in a second", facts -> withMany(facts, 15, SECOND / 20)),
                spoil("rates-hold", "in a second, with those before the round", facts -> new Facts(facts.jobs(),
                        facts.sightings(), facts.told(), facts.calls(), withMany(facts, 15, SECOND / 20).calls(),
                        facts.disturbances(), facts.messages(), facts.limits(), facts.lags(), List.of(), List.of())),
                spoil("rates-hold", "in a minute", facts -> withMany(facts, 601, 59 * SECOND / 601)));
    }

    @Test
    void aKillMayRepeatWhatWasInFlightOrHadJustEnded() {
        Facts facts = facts(job(), sightings(), told(), plus(calls(), new Call("k1", 9 * SECOND, 10 * SECOND, 0)),
                List.of(new Disturbance("kill", 2 * SECOND + SECOND / 4)), messages());
        assertThat(Oracle.judge(facts)).isEmpty();
    }

    @Test
    void anAnswerThatCouldNotBeStoredDiesWithItsWorker() {
        List<Call> calls = plus(plus(calls(), new Call("k-cached-1", 2 * SECOND, 3 * SECOND, 0)),
                new Call("k-cached-1", 20 * SECOND, 21 * SECOND, 0));
        assertThat(Oracle.judge(facts(job(), sightings(), told(), calls,
                List.of(new Disturbance("kill", 8 * SECOND, 3 * SECOND)), messages()))).isEmpty();
        assertThat(Oracle.judge(facts(job(), sightings(), told(), calls,
                List.of(new Disturbance("kill", 8 * SECOND)), messages())))
                .extracting(Violation::check).containsExactly("few-repeated-calls");
    }

    @Test
    void aReceiverThatIsGoneIsToldNoMore() {
        Facts facts = facts(
                job("completed", cells(), COUNTERS, null, "0.01", "0.004", Map.of("job.completed", 2), true),
                sightings(), told(), calls(), List.of(), List.of(new Message("id", "job.completed", JOB, 410)));
        assertThat(Oracle.judge(facts)).isEmpty();
    }

    @Test
    void aStoppedJobMayKeepCellsThatWereNeverSent() {
        Facts facts = facts(job("failed", cells().subList(0, 3), new Counters(4, 3, 2, 1, 0, 0, 0, 1, 2, 1), null,
                "0.01", "0.004", Map.of(), true), sightings(), told(), calls(), List.of(), List.of());
        assertThat(Oracle.judge(facts)).isEmpty();
    }

    @Test
    void cellsOfACancelledJobThatWereNeverSentAreCountedAsCancelled() {
        Facts facts = facts(job("cancelled", cells().subList(0, 3), new Counters(4, 4, 2, 1, 0, 1, 0, 0, 2, 2), null,
                "0.01", "0.004", Map.of(), true), sightings(), told(), calls(), List.of(), List.of());
        assertThat(Oracle.judge(facts)).isEmpty();
    }

    @Test
    void callsMayComeCloserTogetherWhereTheMachineRanLate() {
        Facts facts = withMany(good(), 15, SECOND / 20);
        var late = new Facts(facts.jobs(), facts.sightings(), facts.told(), facts.calls(), facts.earlier(),
                facts.disturbances(),
                facts.messages(), facts.limits(), List.of(new Lag(101 * SECOND, SECOND / 2)), List.of(),
                facts.former());
        assertThat(Oracle.judge(late)).isEmpty();
    }

    @Test
    void aPausedJobsCallsMayBeginUntilASecondAfterTheAnswerAndAfterItsResumption() {
        assertThat(Oracle.judge(withPause(SECOND, 3 * SECOND).apply(good()))).isEmpty();
        assertThat(Oracle.judge(withPause(SECOND / 2, 10 * SECOND, new Disturbance("freeze-worker", 20 * SECOND),
                new Disturbance("freeze-worker", 20 * SECOND)).apply(good()))).isEmpty();
    }

    @Test
    void tasksInFlightWhenPartitionsMoveAreFinishedTwice() {
        assertThat(Oracle.judge(withTasks(5, 7, 20 * SECOND).apply(good()))).isNotEmpty();
        assertThat(Oracle.judge(withTasks(5, 7, -3 * SECOND).apply(good()))).isEmpty();
    }

    @Test
    void manyViolationsOfOneKindAreCounted() {
        assertThat(Oracle.judge(facts(job("completed", List.of(), COUNTERS, null, "1", "0.004", Map.of(), true),
                sightings(), told(), calls(), List.of(), List.of())))
                .extracting(Violation::check).contains("one-end-per-cell");
    }

    private static Arguments spoil(String check, String what, Function<Facts, Facts> spoil) {
        return Arguments.of(check, what, spoil);
    }

    private static Function<Facts, Facts> withJob(JobFacts job) {
        return facts -> facts(job, facts.sightings(), facts.told(), facts.calls(), List.of(),
                job.entered().isEmpty() ? List.of() : facts.messages());
    }

    private static Function<Facts, Facts> withCells(List<CellFacts> cells) {
        return withJob(job("completed", cells, COUNTERS, null, "1", "0.004", Map.of("job.completed", 1), true));
    }

    private static Function<Facts, Facts> withCounters(Counters counters) {
        return withJob(job("completed", cells(), counters, null, "1", "0.004", Map.of("job.completed", 1), true));
    }

    private static Function<Facts, Facts> withSightings(Sighting more) {
        return facts -> facts(job(), plus(sightings(), more), told(), calls(), List.of(), messages());
    }

    /** Of the calls, those after the first two are made after the pause. */
    private static Function<Facts, Facts> withPause(long answered, long resumed, Disturbance... disturbances) {
        return facts -> new Facts(facts.jobs(), facts.sightings(), facts.told(), facts.calls(), List.of(),
                List.of(disturbances),
                facts.messages(), facts.limits(), List.of(), List.of(), List.of(),
                List.of(new Pause("k", answered, resumed, 0)), Tasks.NONE);
    }

    private static Function<Facts, Facts> withTasks(long sent, long finished, Long... moved) {
        return facts -> new Facts(facts.jobs(), facts.sightings(), facts.told(), facts.calls(), List.of(), List.of(),
                facts.messages(), facts.limits(), List.of(), List.of(), List.of(), List.of(),
                new Tasks(sent, finished, List.of(moved)));
    }

    private static Function<Facts, Facts> withCalls(Call more) {
        return facts -> facts(job(), sightings(), told(), plus(calls(), more), List.of(), messages());
    }

    private static Facts withMany(Facts facts, int count, long apart) {
        List<Call> calls = IntStream.range(0, count)
                .mapToObj(number -> new Call("k more " + number, 100 * SECOND + number * apart, null, 0)).toList();
        var all = new ArrayList<>(facts.calls());
        all.addAll(calls);
        return facts(facts.jobs().getFirst(), facts.sightings(), facts.told(), all, List.of(), facts.messages());
    }

    private static List<CellFacts> with(List<CellFacts> cells, int index, int state) {
        var changed = new ArrayList<>(cells);
        CellFacts cell = cells.get(index);
        changed.set(index, new CellFacts(cell.row(), cell.column(), cell.run(), state, cell.digest()));
        return changed;
    }

    private static <T> List<T> plus(List<T> list, T more) {
        return Stream.concat(list.stream(), Stream.of(more)).toList();
    }
}
