package dev.cellmill.standalone;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What has been started, stopped once and backwards: by whoever asks first, be it the owner or the end of the process,
 * which may come in the middle of the start.
 */
final class StopSequence {
    private static final Logger log = LoggerFactory.getLogger(StopSequence.class);

    private final Deque<Step> steps = new ArrayDeque<>();
    private final Thread hook = new Thread(this::run, "shutdown");

    private record Step(String part, Runnable stop) {}

    private StopSequence() {}

    /** Runs at the end of the process, unless it has run by then. */
    static StopSequence atExit() {
        var sequence = new StopSequence();
        Runtime.getRuntime().addShutdownHook(sequence.hook);
        return sequence;
    }

    /** To be stopped before all that was added earlier. */
    synchronized void add(String part, Runnable stop) {
        steps.push(new Step(part, stop));
    }

    /** Returns when everything has stopped. A part that fails to stop does not keep the others from it. */
    synchronized void run() {
        while (!steps.isEmpty()) {
            Step step = steps.pop();
            try {
                step.stop().run();
            } catch (RuntimeException e) {
                log.error("{} did not stop in order; going on with the rest, the next start recovers it", step.part(),
                        e);
            }
        }
        if (Thread.currentThread() != hook) {
            forgetHook();
        }
    }

    private void forgetHook() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            log.debug("the process is ending; its hook finds nothing left to stop");
        }
    }
}
