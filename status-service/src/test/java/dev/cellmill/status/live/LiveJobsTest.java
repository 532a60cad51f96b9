package dev.cellmill.status.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cellmill.common.access.Sharing;
import dev.cellmill.common.id.JobId;
import dev.cellmill.common.id.SheetId;
import dev.cellmill.common.id.TenantId;
import dev.cellmill.common.json.Json;
import dev.cellmill.common.problem.ProblemException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class LiveJobsTest {
    private static final WatchedRows ROWS = new WatchedRows(0, 100);

    private final WatchedJob job = new WatchedJob(TenantId.DEFAULT, JobId.next(), SheetId.next(), List.of("zero"));
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final LiveJobs jobs = jobs(() -> false);

    private LiveJobs jobs(Sharing sharing) {
        return new LiveJobs(new LiveSettings(2, DataSize.ofMegabytes(1)), (_, _) -> {
            throw new IllegalStateException("not asked for");
        }, new Frames(Json.MAPPER, Clock.systemUTC()), new LiveMeters(meters), sharing);
    }

    @Test
    void aJobIsFollowedWhileItHasWatchers() {
        LiveJobs.Entry one = jobs.enter(job, ROWS);
        LiveJobs.Entry other = jobs.enter(job, ROWS);
        assertThat(one.fresh()).containsExactly(0);
        assertThat(other.fresh()).isEmpty();
        assertThat(other.job()).isSameAs(one.job());
        assertThat(jobs.hasSheet(job.sheet())).isTrue();
        jobs.leave(one);
        assertThat(jobs.find(job.id())).isSameAs(other.job());
        jobs.leave(other);
        assertThat(jobs.isWatched()).isFalse();
        assertThat(jobs.hasSheet(job.sheet())).isFalse();
    }

    @Test
    void noMoreWatchersThanMayBeAreLetIn() {
        LiveJobs.Entry one = jobs.enter(job, ROWS);
        jobs.enter(job, ROWS);
        assertThatThrownBy(() -> jobs.enter(job, ROWS)).isInstanceOf(ProblemException.class)
                .hasMessageContaining("max-watchers (2)");
        assertThat(meters.get("cellmill.live.refused").counter().count()).isEqualTo(1);
        jobs.leave(one);
        assertThat(meters.get("cellmill.live.watchers").gauge().value()).isEqualTo(1);
        jobs.enter(job, ROWS);
        assertThat(meters.get("cellmill.live.watchers").gauge().value()).isEqualTo(2);
    }

    @Test
    void oneTenantsStreamsLeaveRoomForOthers() {
        LiveJobs shared = jobs(() -> true);
        shared.enter(job, ROWS);
        assertThatThrownBy(() -> shared.enter(job, ROWS)).isInstanceOf(ProblemException.class);
        var others = new WatchedJob(new TenantId("acme"), JobId.next(), SheetId.next(), List.of("zero"));
        LiveJobs.Entry entry = shared.enter(others, ROWS);
        assertThatThrownBy(() -> shared.enter(others, ROWS)).isInstanceOf(ProblemException.class);
        shared.leave(entry);
        shared.enter(others, ROWS);
    }

    @Test
    void aStopEndsAllStreamsAndLetsNobodyIn() throws InterruptedException {
        LiveJobs.Entry one = jobs.enter(job, ROWS);
        jobs.stop();
        assertThat(one.watcher().next(Duration.ofSeconds(30))).isEqualTo(new Work.End());
        assertThatThrownBy(() -> jobs.enter(job, ROWS)).isInstanceOf(ProblemException.class)
                .hasMessageContaining("stop");
    }
}
