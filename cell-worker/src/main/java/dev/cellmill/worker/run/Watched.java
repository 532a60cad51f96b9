package dev.cellmill.worker.run;

/** Something that must not take too long unseen. */
interface Watched {

    /**
     * Called every few milliseconds by one thread; never waits.
     *
     * @param now as {@link System#nanoTime} tells it
     * @return whether to go on watching
     */
    boolean tick(long now);
}
