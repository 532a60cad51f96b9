package dev.cellmill.jobapi.schedule;

import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;

/**
 * What all lanes share.
 *
 * @param stranded cells of a lane that no worker works on
 * @param away providers of a lane that no cell is to be sent to now
 * @param topicOfLane makes the lane's topic if it is not there
 * @param nanoTime monotonic, in nanoseconds
 */
record SchedulerParts(
        OwnConnections connections,
        CellSender sender,
        LiveWorkers workers,
        LaterLanes laterLanes,
        ToLongFunction<String> stranded,
        Function<String, Set<String>> away,
        Consumer<String> topicOfLane,
        ScheduleSettings settings,
        SchedulerMeters meters,
        LongSupplier nanoTime) {}
