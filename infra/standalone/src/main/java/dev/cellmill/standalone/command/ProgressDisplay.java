package dev.cellmill.standalone.command;

import java.time.Duration;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** Shows how far a job is: a bar where someone looks on, else a plain line now and then. */
final class ProgressDisplay implements AutoCloseable {
    private static final int PERCENT = 100;
    private static final int LINE_EVERY_PERCENT = 10;

    private final Terminal terminal;
    private final @Nullable ProgressBar bar;
    private long lastLinePercent = -1;

    ProgressDisplay(Terminal terminal, String name, long totalCells) {
        this.terminal = terminal;
        this.bar = terminal.interactive()
                ? new ProgressBarBuilder()
                        .setTaskName(name)
                        .setInitialMax(totalCells)
                        .setStyle(ProgressBarStyle.ASCII)
                        .setUnit(" cells", 1)
                        .showSpeed()
                        .build()
                : null;
    }

    void show(Progress progress) {
        if (bar != null) {
            bar.stepTo(progress.completed());
            bar.setExtraMessage(" " + progress.notes());
        } else {
            line(progress);
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }

    private void line(Progress progress) {
        long percent = progress.total() == 0 ? PERCENT : progress.completed() * PERCENT / progress.total();
        if (percent < lastLinePercent + LINE_EVERY_PERCENT && percent != PERCENT || percent == lastLinePercent) {
            return;
        }
        lastLinePercent = percent;
        terminal.say(String
                .format(Locale.ROOT, "%,d of %,d cells (%d %%) after %s %s", progress.completed(), progress.total(),
                        percent, seconds(progress.elapsed()), progress.notes())
                .stripTrailing());
    }

    private static String seconds(Duration elapsed) {
        return String.format(Locale.ROOT, "%.1f s", elapsed.toMillis() / 1000.0);
    }

    /** @param notes what else there is to say: failures, cost */
    record Progress(long completed, long total, Duration elapsed, String notes) {}
}
