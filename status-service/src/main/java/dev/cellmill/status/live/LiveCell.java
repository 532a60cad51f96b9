package dev.cellmill.status.live;

import dev.cellmill.common.message.Position;
import dev.cellmill.status.sheet.CellView;

/** A cell as it is stored. */
record LiveCell(CellPlace place, Position position, CellView view) {

    /** Whether the text of a task at this position is of the past: the cell has ended in its run, or has come further. */
    boolean isBeyond(Position text) {
        return view.state().terminal()
                ? text.run() <= position.run()
                : AttemptKey.BY_POSITION.compare(text, position) < 0;
    }

    boolean hasEndedIn(long run) {
        return position.run() > run || position.run() == run && view.state().terminal();
    }
}
