package dev.cellmill.jobapi.file;

import dev.cellmill.common.service.PeriodicTask;
import dev.cellmill.common.service.ShutdownPhase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Looks after files left behind by the dead, and those whose time is over. */
@Component
class FileSweeper extends PeriodicTask {
    private static final Logger LOG = LoggerFactory.getLogger(FileSweeper.class);

    private final FileRemoval removal;
    private final FileSettings settings;

    FileSweeper(FileRemoval removal, FileSettings settings) {
        super("file-sweeper", settings.sweepInterval(), ShutdownPhase.INTAKE);
        this.removal = removal;
        this.settings = settings;
    }

    /** Without waiting for it: takes away what was marked. */
    void soon() {
        Thread.ofVirtual().name("file-removal").start(() -> {
            try {
                run();
            } catch (RuntimeException e) {
                LOG.warn("what is left of deleted files could not be removed; it is in {}", settings.sweepInterval(),
                        e);
            }
        });
    }

    @Override
    protected void run() {
        removal.sweep(settings.writerLease());
    }
}
