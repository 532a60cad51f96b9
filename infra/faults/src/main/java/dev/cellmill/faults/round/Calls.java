package dev.cellmill.faults.round;

import dev.cellmill.faults.cluster.Providers;
import dev.cellmill.faults.cluster.SeenCall;
import dev.cellmill.faults.oracle.Facts;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What the providers did, since the round before and in the minute before that. Not thread-safe. */
final class Calls {
    private static final long MINUTE = 60_000_000;
    private static final int DONE = 200;
    private static final int LOST = -1;

    private final Providers providers;
    private final List<Facts.Call> earlier = new ArrayList<>();

    Calls(Providers providers) {
        this.providers = providers;
    }

    /** Those of the minute before the last {@link #take}. */
    List<Facts.Call> earlier() {
        return List.copyOf(earlier);
    }

    /** Since this was asked last. What was refused before it was done is no call. */
    List<Facts.Call> take() throws IOException {
        var calls = new ArrayList<Facts.Call>();
        for (var provider : List.of(providers.main(), providers.slow(), providers.flaky())) {
            provider.take().stream().filter(Calls::isDone).map(call -> new Facts.Call(call.key(), call.arrivedMicros(),
                    call.answeredMicros(), call.priceNanoDollars())).forEach(calls::add);
        }
        return calls;
    }

    /** Kept for the minutes to come. */
    void remember(List<Facts.Call> calls) {
        earlier.addAll(calls);
        long since = SeenCall.now() - MINUTE;
        earlier.removeIf(call -> call.arrived() < since);
    }

    private static boolean isDone(SeenCall call) {
        return call.status() == null || Stream.of(DONE, LOST).anyMatch(call.status()::equals);
    }
}
