package dev.cellmill.status.live;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.cellmill.common.message.Position;
import dev.cellmill.common.state.JobState;
import dev.cellmill.status.progress.CellItem;
import dev.cellmill.status.progress.ProgressView;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Writes server-sent events, their data as every other call writes it, each with an id of its own. */
@Component
class Frames {
    /** The id of the event {@code end}; who comes back with it has seen all. */
    static final String END_ID = "end";
    static final Frame HEARTBEAT = new Frame(": still here\n\n".getBytes(StandardCharsets.UTF_8));
    /** How long a client is to wait before it comes back. */
    static final Frame RETRY = new Frame("retry: 2000\n\n".getBytes(StandardCharsets.UTF_8));

    private final JsonMapper json;
    private final AtomicLong id;

    Frames(JsonMapper json, Clock clock) {
        this.json = json;
        this.id = new AtomicLong(TimeUnit.MILLISECONDS.toMicros(clock.millis()));
    }

    /**
     * A piece of a running cell's text, see {@link TextPiece}.
     *
     * @param progress the last line of it that tells of progress
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record CellTextView(
            int row,
            String column,
            long run,
            int dispatch,
            int step,
            long attempt,
            long offset,
            String text,
            @Nullable String progress) {}

    private record End(JobState state) {}

    Frame cell(WatchedJob job, LiveCell cell) {
        CellPlace place = cell.place();
        return frame("cell", nextId(), new CellItem(place.row(), job.columns().get(place.column()), cell.view()));
    }

    Frame text(WatchedJob job, CellPlace place, TextPiece piece, @Nullable String progress) {
        Position at = piece.attempt().position();
        return frame("cell", nextId(), new CellTextView(place.row(), job.columns().get(place.column()), at.run(),
                at.dispatch(), at.step(), piece.attempt().attempt(), piece.offset(), piece.text(), progress));
    }

    Frame progress(ProgressView view) {
        return frame("progress", nextId(), view);
    }

    Frame end(JobState state) {
        return frame("end", END_ID, new End(state));
    }

    private String nextId() {
        return Long.toString(id.incrementAndGet());
    }

    private Frame frame(String event, String frameId, Object data) {
        return new Frame(("event: " + event + "\nid: " + frameId + "\ndata: " + json.writeValueAsString(data) + "\n\n")
                .getBytes(StandardCharsets.UTF_8));
    }
}
