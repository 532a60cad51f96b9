package dev.cellmill.common.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cellmill.common.id.TenantId;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TenantPlacesTest {
    private static final TenantId ACME = new TenantId("acme");
    private static final TenantId GLOBEX = new TenantId("globex");

    private boolean shared = true;

    @Test
    void oneTenantTakesHalfRoundedUpAndAllOfThemNoMoreThanThereAre() {
        var places = new TenantPlaces(5, () -> shared, Duration.ZERO);
        assertThat(taken(places, ACME)).isEqualTo(3);
        assertThat(taken(places, GLOBEX)).isEqualTo(2);
        places.leave(ACME);
        assertThat(places.enter(GLOBEX)).isTrue();
        assertThat(places.enter(GLOBEX)).isFalse();
        places.leave(GLOBEX);
        assertThat(places.enter(ACME)).isTrue();
    }

    @Test
    void whoIsAloneTakesAllAndLeavesRoomOnceOthersMayCome() {
        var places = new TenantPlaces(4, () -> shared, Duration.ZERO);
        shared = false;
        assertThat(taken(places, ACME)).isEqualTo(4);
        shared = true;
        places.leave(ACME);
        places.leave(ACME);
        assertThat(places.enter(ACME)).isFalse();
        assertThat(places.enter(GLOBEX)).isTrue();
    }

    @Test
    void theOnlyPlaceIsAnybodys() {
        var places = new TenantPlaces(1, () -> shared, Duration.ZERO);
        assertThat(taken(places, ACME)).isEqualTo(1);
        assertThat(places.enter(GLOBEX)).isFalse();
        places.leave(ACME);
        assertThat(places.enter(GLOBEX)).isTrue();
    }

    @Test
    void whoFindsNoneWaitsForAWhileAndNoLonger() throws Exception {
        var places = new TenantPlaces(2, () -> shared, Duration.ofHours(1));
        assertThat(places.enter(ACME)).isTrue();
        var waiting = new FutureTask<>(() -> places.enter(ACME));
        Thread waiter = Thread.ofPlatform().start(waiting);
        await().until(() -> waiter.getState() == Thread.State.TIMED_WAITING);
        assertThat(places.enter(GLOBEX)).as("of others there is one").isTrue();
        places.leave(GLOBEX);
        // one that is told is no longer, until it waits again
        await("another's does not help").until(() -> waiter.getState() == Thread.State.TIMED_WAITING);
        places.leave(ACME);
        assertThat(waiting.get(20, TimeUnit.SECONDS)).isTrue();
        var hasty = new TenantPlaces(1, () -> shared, Duration.ofMillis(1));
        assertThat(hasty.enter(ACME)).isTrue();
        assertThat(hasty.enter(GLOBEX)).isFalse();
    }

    @Test
    void anInterruptedThreadWaitsNoLonger() {
        var places = new TenantPlaces(1, () -> shared, Duration.ofMinutes(1));
        assertThat(places.enter(ACME)).isTrue();
        Thread.currentThread().interrupt();
        assertThat(places.enter(ACME)).isFalse();
        assertThat(Thread.interrupted()).isTrue();
    }

    private static int taken(TenantPlaces places, TenantId tenant) {
        int taken = 0;
        while (places.enter(tenant)) {
            taken++;
        }
        return taken;
    }
}
