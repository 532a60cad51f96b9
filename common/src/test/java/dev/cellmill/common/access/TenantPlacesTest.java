package dev.cellmill.common.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmill.common.id.TenantId;
import org.junit.jupiter.api.Test;

class TenantPlacesTest {
    private static final TenantId ACME = new TenantId("acme");
    private static final TenantId GLOBEX = new TenantId("globex");

    private boolean shared = true;

    @Test
    void oneTenantTakesHalfRoundedUpAndAllOfThemNoMoreThanThereAre() {
        var places = new TenantPlaces(5, () -> shared);
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
        var places = new TenantPlaces(4, () -> shared);
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
        var places = new TenantPlaces(1, () -> shared);
        assertThat(taken(places, ACME)).isEqualTo(1);
        assertThat(places.enter(GLOBEX)).isFalse();
        places.leave(ACME);
        assertThat(places.enter(GLOBEX)).isTrue();
    }

    private static int taken(TenantPlaces places, TenantId tenant) {
        int taken = 0;
        while (places.enter(tenant)) {
            taken++;
        }
        return taken;
    }
}
