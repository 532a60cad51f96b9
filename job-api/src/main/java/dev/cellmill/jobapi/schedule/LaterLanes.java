package dev.cellmill.jobapi.schedule;

import dev.cellmill.common.id.JobId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Holds a job's cursor back while its cells in a later lane exceed twice that lane's window, so that {@code jobs.ready}
 * stays short. Cells made ready are never held back, so a later lane always drains. Thread-safe.
 */
final class LaterLanes {
    private static final String CROWDED = """
            SELECT DISTINCT later.job_id
            FROM unnest(CAST(:jobs AS uuid[]), CAST(:lanes AS text[]), CAST(:most AS integer[])) AS later (job_id, lane, most)
            LEFT JOIN jobs.dispatch AS dispatch USING (job_id, lane)
            LEFT JOIN status.lane_progress AS progress USING (job_id, lane)
            CROSS JOIN LATERAL (
                SELECT count(*) AS waiting
                FROM (SELECT FROM jobs.ready AS ready
                      WHERE ready.lane = later.lane AND ready.job_id = later.job_id AND NOT ready.claimed
                      LIMIT later.most + 1) AS counted) AS ready
            WHERE coalesce(dispatch.sent, 0) + coalesce(progress.entered, 0) - coalesce(progress.gone, 0)
                  + ready.waiting > later.most
            """;

    private final Map<String, Integer> windows = new ConcurrentHashMap<>();
    private final int initialWindow;

    LaterLanes(int initialWindow) {
        this.initialWindow = initialWindow;
    }

    /** What the lane's window is now. Those of lanes that another replica schedules are taken as just begun. */
    void note(String lane, int window) {
        windows.put(lane, window);
    }

    void forget(String lane) {
        windows.remove(lane);
    }

    /** The jobs whose cursors in {@code lane} wait. */
    Set<JobId> crowded(JdbcClient sql, String lane, Collection<JobFacts> jobs) {
        List<UUID> ids = new ArrayList<>();
        List<String> lanes = new ArrayList<>();
        List<Integer> most = new ArrayList<>();
        for (JobFacts job : jobs) {
            for (String later : job.lanesAfter(lane)) {
                ids.add(job.job().value());
                lanes.add(later);
                most.add(2 * windows.getOrDefault(later, initialWindow));
            }
        }
        if (ids.isEmpty()) {
            return Set.of();
        }
        return new HashSet<>(sql.sql(CROWDED)
                .param("jobs", ids.toArray(UUID[]::new))
                .param("lanes", lanes.toArray(String[]::new))
                .param("most", most.toArray(Integer[]::new))
                .query((row, number) -> new JobId(row.getObject("job_id", UUID.class)))
                .list());
    }
}
