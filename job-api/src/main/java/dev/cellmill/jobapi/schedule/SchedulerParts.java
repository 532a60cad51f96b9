package dev.cellmill.jobapi.schedule;

import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * What all lanes share.
 *
 * @param topicOfLane makes the lane's topic if it is not there
 * @param nanoTime monotonic, in nanoseconds
 */
record SchedulerParts(
        OwnConnections connections,
        CellSender sender,
        LiveWorkers workers,
        LaterLanes laterLanes,
        Consumer<String> topicOfLane,
        ScheduleSettings settings,
        LongSupplier nanoTime) {}
