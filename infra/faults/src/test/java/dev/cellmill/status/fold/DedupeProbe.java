package dev.cellmill.status.fold;

import java.util.concurrent.Callable;

public final class DedupeProbe implements Callable<Boolean> {

    @Override
    public Boolean call() {
        Merged merged = OneCell.after(OneCell.DONE, OneCell.DONE);
        return merged.closed() == 1 && merged.after().totals().cost() == 5 && merged.moves().size() == 1;
    }
}
