package dev.cellmill.standalone.command;

import dev.cellmill.common.state.JobState;
import dev.cellmill.standalone.client.CellmillClient;
import dev.cellmill.standalone.client.ServerAway;
import dev.cellmill.standalone.client.ServerProblem;

/** Pauses a job if the process ends before the job does, and says how it goes on. */
final class PauseAtEnd implements Runnable {
    private final CellmillClient client;
    private final Terminal terminal;
    private final String job;
    private final String goesOn;
    private boolean needed = true;
    private boolean ending;

    /** @param goesOn the command that goes on with the job */
    PauseAtEnd(CellmillClient client, Terminal terminal, String job, String goesOn) {
        this.client = client;
        this.terminal = terminal;
        this.job = job;
        this.goesOn = goesOn;
    }

    /**
     * The job came to rest, or it cannot be followed any longer. Does not return if that is because the process is
     * ending: what would come next would only meet a server that stops.
     */
    synchronized void isNotNeeded() {
        needed = false;
        while (ending) {
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private synchronized boolean begins() {
        ending = needed;
        return ending;
    }

    @Override
    public void run() {
        if (!begins()) {
            return;
        }
        try {
            if (JobState.ofWireName(client.job(job).path("state").asString("")) == JobState.PROCESSING) {
                terminal.say("\n" + ChangeJob.receipt(client.change(job, "pause")));
                terminal.say("go on with: " + goesOn);
            }
        } catch (ServerProblem | ServerAway e) {
            terminal.say("job %s could not be paused: %s".formatted(job, e.getMessage()));
        }
    }
}
