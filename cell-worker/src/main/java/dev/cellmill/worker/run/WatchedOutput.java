package dev.cellmill.worker.run;

import dev.cellmill.worker.output.CellOutput;

/** Sends what an attempt has written but not filled a chunk with, when its time has come. */
record WatchedOutput(CellOutput output) implements Watched {

    @Override
    public boolean tick(long now) {
        if (output.isDue(now)) {
            Thread.startVirtualThread(output::flush);
        }
        return !output.isOver();
    }
}
