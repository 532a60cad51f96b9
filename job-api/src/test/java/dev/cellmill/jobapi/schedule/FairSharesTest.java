package dev.cellmill.jobapi.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.cellmill.common.id.JobId;
import dev.cellmill.common.id.TenantId;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class FairSharesTest {
    private static final long MUCH = 1_000_000;
    private static final TenantId ONE = new TenantId("one");
    private static final TenantId TWO = new TenantId("two");

    private final FairShares shares = new FairShares();

    private static JobId job(int number) {
        return new JobId(new UUID(0, number));
    }

    private static Contender wanting(int number, TenantId tenant, String priority, long demand) {
        return new Contender(job(number), tenant, FairShares.weight(priority), 0, demand, MUCH);
    }

    private Map<JobId, Long> over(int ticks, long free, List<Contender> contenders) {
        Map<JobId, Long> sum = new HashMap<>();
        for (int tick = 0; tick < ticks; tick++) {
            shares.share(free, MUCH, contenders).forEach((job, places) -> sum.merge(job, places, Long::sum));
        }
        return sum;
    }

    @Test
    void jobsOfATenantShareByPriority() {
        var sum = over(100, 1_000, List.of(
                wanting(1, ONE, "high", MUCH), wanting(2, ONE, "normal", MUCH), wanting(3, ONE, "low", MUCH)));
        assertThat(sum.get(job(1))).isCloseTo(100_000 * 8 / 13, within(8L));
        assertThat(sum.get(job(2))).isCloseTo(100_000 * 4 / 13, within(8L));
        assertThat(sum.get(job(3))).isCloseTo(100_000 / 13, within(8L));
    }

    @Test
    void singlePlacesAddUpToTheSameShares() {
        var sum = over(1_300, 1, List.of(
                wanting(1, ONE, "high", MUCH), wanting(2, ONE, "normal", MUCH), wanting(3, ONE, "low", MUCH)));
        assertThat(sum).containsEntry(job(1), 800L).containsEntry(job(2), 400L).containsEntry(job(3), 100L);
    }

    @Test
    void tenantsShareAlikeWhateverTheirJobsAreCalled() {
        var sum = over(50, 100, List.of(
                wanting(1, ONE, "high", MUCH), wanting(2, ONE, "high", MUCH), wanting(3, ONE, "high", MUCH),
                wanting(4, TWO, "low", MUCH)));
        assertThat(sum.get(job(4))).isCloseTo(2_500, within(8L));
    }

    @Test
    void aSmallJobGetsAllItWantsBesideALargeOne() {
        assertThat(shares.share(10_000, MUCH, List.of(
                wanting(1, ONE, "normal", MUCH), wanting(2, ONE, "normal", 10))))
                .containsEntry(job(2), 10L).containsEntry(job(1), 9_990L);
    }

    @Test
    void aTenantFillsNoMoreThanItsPartOfAWindow() {
        var large = new Contender(job(1), ONE, 4, 600, MUCH, MUCH);
        assertThat(shares.share(400, 750, List.of(large))).containsExactly(Map.entry(job(1), 150L));
        var full = new Contender(job(1), ONE, 4, 800, MUCH, MUCH);
        assertThat(shares.share(200, 750, List.of(full, wanting(2, TWO, "low", 10))))
                .containsExactly(Map.entry(job(2), 10L));
    }

    @Test
    void thereAreThreePriorities() {
        assertThat(FairShares.weight("high")).isEqualTo(8);
        assertThat(FairShares.weight("normal")).isEqualTo(4);
        assertThat(FairShares.weight("low")).isEqualTo(1);
        assertThatIllegalArgumentException().isThrownBy(() -> FairShares.weight("urgent"));
    }

    @Test
    void whoHasNoWeightWouldNeverHaveATurn() {
        assertThatIllegalArgumentException().isThrownBy(() -> new DeficitRoundRobin.Queue<>("key", 0, 5));
    }

    /** Else who comes and goes would come back with what it was owed. */
    @Test
    void whoLeavesTheRingIsOwedNothing() {
        var jobs = new DeficitRoundRobin<String>();
        var high = new DeficitRoundRobin.Queue<>("high", 8, MUCH);
        var low = new DeficitRoundRobin.Queue<>("low", 4, MUCH);
        assertThat(jobs.share(3, List.of(high, low))).containsExactly(Map.entry("high", 3L));
        assertThat(jobs.share(3, List.of(low))).containsExactly(Map.entry("low", 3L));
        assertThat(jobs.share(13, List.of(high, low))).as("one that low is owed, then 8 and 4 by turns")
                .containsExactly(Map.entry("low", 5L), Map.entry("high", 8L));
    }

    @Property
    void neverPassesABoundAndWastesNothing(@ForAll("contenders") List<Contender> contenders,
            @ForAll @IntRange(max = 500) int free, @ForAll @IntRange(max = 400) int tenantPart) {
        for (int tick = 0; tick < 5; tick++) {
            var given = shares.share(free, tenantPart, contenders);
            assertThat(given.values()).as("who gets none is not in it").allMatch(places -> places > 0);
            long wanted = byTenant(contenders).values().stream().mapToLong(its -> Math.max(0, Math.min(
                    its.stream().mapToLong(Contender::limit).sum(),
                    tenantPart - its.stream().mapToLong(Contender::inFlight).sum()))).sum();
            assertThat(given.values().stream().mapToLong(Long::longValue).sum()).isEqualTo(Math.min(free, wanted));
            for (Contender contender : contenders) {
                assertThat(given.getOrDefault(contender.job(), 0L)).isBetween(0L, contender.limit());
            }
            byTenant(contenders).forEach((tenant, its) -> assertThat(its.stream()
                    .mapToLong(job -> job.inFlight() + given.getOrDefault(job.job(), 0L)).sum())
                    .isLessThanOrEqualTo(
                            Math.max(tenantPart, its.stream().mapToLong(Contender::inFlight).sum())));
        }
    }

    @Property
    void nobodyStarves(@ForAll @IntRange(min = 1, max = 30) int jobs, @ForAll @IntRange(min = 1, max = 40) int free) {
        List<Contender> contenders = java.util.stream.IntStream.range(0, jobs)
                .mapToObj(number -> wanting(number, new TenantId("t" + number % 3),
                        List.of("high", "normal", "low").get(number % 3), MUCH))
                .toList();
        int roundOfAll = 3 * 8 * jobs;
        assertThat(over(roundOfAll / free + 1, free, contenders)).hasSize(jobs);
    }

    @Provide
    Arbitrary<List<Contender>> contenders() {
        Arbitrary<Integer> number = Arbitraries.integers().between(0, 1_000_000);
        Arbitrary<Integer> tenant = Arbitraries.integers().between(0, 3);
        Arbitrary<Integer> weight = Arbitraries.of(8, 4, 1);
        Arbitrary<Long> cells = Arbitraries.longs().between(0, 200);
        return Combinators.combine(number, tenant, weight, cells, cells, cells)
                .as((n, t, w, inFlight, demand, cap) -> new Contender(
                        job(n), new TenantId("t" + t), w, inFlight, demand, cap))
                .list().ofMaxSize(12).uniqueElements(Contender::job);
    }

    private static Map<TenantId, List<Contender>> byTenant(List<Contender> contenders) {
        Map<TenantId, List<Contender>> byTenant = new LinkedHashMap<>();
        contenders.forEach(job -> byTenant.computeIfAbsent(job.tenant(), t -> new java.util.ArrayList<>()).add(job));
        return byTenant;
    }
}
