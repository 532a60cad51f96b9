package dev.cellmill.status.live;

import dev.cellmill.common.access.Caller;
import dev.cellmill.common.access.Gate;
import dev.cellmill.common.describe.Answers;
import dev.cellmill.common.problem.Problem;
import dev.cellmill.common.problem.ProblemException;
import dev.cellmill.status.progress.ReadProgress;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "Status")
class LiveController {
    private static final String DESCRIPTION = """
            Server-sent events, each with an id; a client that comes back with any `Last-Event-ID` gets the rows as they \
            stand, then what is new. A new client gets the same: first the cells that are stored, the texts so far of those \
            that run, and a `progress`.

            `progress`: the body of `GET /v1/status/jobs/{id}`, at most four a second.

            `cell` with a `state`: the cell as `GET /v1/status/jobs/{id}/cells` lists it, when it begins to run, waits again, or has \
            ended. It takes the place of what was known of it; of a cell that is not `running` any text shown so far goes.

            `cell` with a `text`: `{row, column, run, dispatch, step, attempt, offset, text, progress}`, a piece of what a running cell \
            writes. Whoever holds the text of the same run, dispatch, step and attempt up to `offset` (characters, UTF-16) \
            appends it; anyone else forgets the text shown and begins with this piece: an attempt that is made anew begins \
            at 0, and an offset above 0 says that what comes before it is missing. `progress` is there where a line tells of it.

            `end`: `{state}`, when the job is in a state that nothing moves on from by itself; the cells were told once \
            more just before. The stream ends with it. A client that comes back after it is answered 204, which ends an \
            EventSource.

            Comments come every 5 s where nothing else does. A client that reads too slowly misses what came in between \
            and gets the rows as they stand.""";

    private final WatchedCells cells;
    private final ReadProgress progress;
    private final ServeWatcher watchers;
    private final Gate gate;

    LiveController(WatchedCells cells, ReadProgress progress, ServeWatcher watchers, Gate gate) {
        this.gate = gate;
        this.cells = cells;
        this.progress = progress;
        this.watchers = watchers;
    }

    @Answers(status = {200, 204}, types = "text/event-stream")
    @GetMapping(path = "/v1/status/jobs/{id}/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    @Operation(summary = "Watch a job as it happens", description = DESCRIPTION)
    void stream(
            @RequestAttribute Caller caller,
            @PathVariable UUID id,
            @Parameter(description = "The first and the last of the rows whose cells are told, at most 1,000.") @RequestParam(defaultValue = "0-99") String rows,
            @RequestHeader(name = "Last-Event-ID", required = false) @Nullable String lastEventId,
            @Parameter(hidden = true) HttpMethod method,
            HttpServletResponse response) throws IOException, InterruptedException {
        WatchedJob job = cells.job(caller.tenant(), id).orElseThrow(() -> new ProblemException(Problem.notFound()));
        WatchedRows watched = WatchedRows.parse(rows);
        if (Frames.END_ID.equals(lastEventId) && progress.read(caller.tenant(), id).isComplete()) {
            response.setStatus(HttpStatus.NO_CONTENT.value());
            return;
        }
        if (method == HttpMethod.HEAD) {
            begin(response);
            return;
        }
        OutputStream out = response.getOutputStream();
        LiveJobs.Entry entry = watchers.enter(job, watched);
        begin(response);
        watchers.serve(entry, () -> gate.stillAdmits(caller), out);
    }

    private static void begin(HttpServletResponse response) {
        response.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE);
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        response.setHeader("X-Accel-Buffering", "no");
    }
}
