package dev.cellmill.jobapi.schedule;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The bounds of a lane's window.
 *
 * @param initialWindow cells that a lane may have in flight before its speed is known
 * @param maxWindow cells that a lane may have in flight at most
 */
@ConfigurationProperties(prefix = "cellmill.schedule", ignoreUnknownFields = false)
public record ScheduleSettings(@DefaultValue("256") int initialWindow, @DefaultValue("200000") int maxWindow) {

    public ScheduleSettings {
        if (initialWindow < 1) {
            throw new IllegalArgumentException(
                    "cellmill.schedule.initial-window is at least 1, not " + initialWindow);
        }
        if (maxWindow < initialWindow || maxWindow > 10_000_000) {
            throw new IllegalArgumentException(
                    "cellmill.schedule.max-window is from initial-window to 10000000, not " + maxWindow);
        }
    }
}
