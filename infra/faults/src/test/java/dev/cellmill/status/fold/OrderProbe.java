package dev.cellmill.status.fold;

import dev.cellmill.common.state.CellState;
import java.util.concurrent.Callable;

public final class OrderProbe implements Callable<Boolean> {

    @Override
    public Boolean call() {
        return OneCell.after(OneCell.DONE, OneCell.STARTED).after().outcome().state() == CellState.DONE;
    }
}
