package dev.cellmill.common.message;

/**
 * That the task at a position left its lane, packed in a {@code long} as {@code status.cell.accounts} holds it. Each
 * account counts once, whatever its events' order and number.
 *
 * <p>From the highest bit: 0, run (32 bits), dispatch (23), step (7), kind (1). So accounts are positive, sort by
 * position, and those of one dispatch lie side by side.
 */
public final class CellAccount {
    public static final long MAX_RUN = (1L << 32) - 1;
    public static final int MAX_DISPATCH = (1 << 23) - 1;
    public static final int MAX_STEP = (1 << 7) - 1;

    private static final int STEP_SHIFT = 1;
    private static final int DISPATCH_SHIFT = 8;
    private static final int RUN_SHIFT = 31;
    private static final long HOPPED = 1;

    private CellAccount() {}

    /** Whether the position is within the bounds of an account. */
    public static boolean fits(Position position) {
        return position.run() <= MAX_RUN && position.dispatch() <= MAX_DISPATCH && position.step() <= MAX_STEP;
    }

    /**
     * The task ended the cell or was released: its dispatch is closed.
     *
     * @throws IllegalArgumentException if the position does not fit
     */
    public static long closed(Position position) {
        if (!fits(position)) {
            throw new IllegalArgumentException("no account holds " + position);
        }
        return position.run() << RUN_SHIFT | (long) position.dispatch() << DISPATCH_SHIFT
                | (long) position.step() << STEP_SHIFT;
    }

    /**
     * The next step was sent in its place.
     *
     * @throws IllegalArgumentException if the position does not fit
     */
    public static long hopped(Position position) {
        return closed(position) | HOPPED;
    }

    public static boolean isHopped(long account) {
        return (account & HOPPED) != 0;
    }

    public static Position position(long account) {
        return new Position(account >>> RUN_SHIFT, (int) (account >>> DISPATCH_SHIFT) & MAX_DISPATCH,
                (int) (account >>> STEP_SHIFT) & MAX_STEP);
    }
}
