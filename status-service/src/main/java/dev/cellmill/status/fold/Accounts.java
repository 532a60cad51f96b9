package dev.cellmill.status.fold;

import dev.cellmill.common.message.CellAccount;
import dev.cellmill.common.message.Position;
import java.util.Arrays;

/** Which tasks of a cell were counted: a set of {@link CellAccount}s, ascending. Immutable. */
final class Accounts {
    static final Accounts NONE = new Accounts(new long[0]);

    private final long[] packed;

    private Accounts(long[] packed) {
        this.packed = packed;
    }

    static Accounts of(Long... packed) {
        return new Accounts(Arrays.stream(packed).mapToLong(Long::longValue).sorted().toArray());
    }

    boolean has(long account) {
        return Arrays.binarySearch(packed, account) >= 0;
    }

    /** Whether the task at the position was closed or hopped. */
    boolean left(Position position) {
        return has(CellAccount.closed(position)) || has(CellAccount.hopped(position));
    }

    /** Whether a task of the dispatch, at whatever step, was closed. */
    boolean closed(long run, int dispatch) {
        long first = CellAccount.closed(new Position(run, dispatch, 0));
        long last = CellAccount.closed(new Position(run, dispatch, CellAccount.MAX_STEP));
        int at = Arrays.binarySearch(packed, first);
        for (int i = at >= 0 ? at : -at - 1; i < packed.length && packed[i] <= last; i++) {
            if (!CellAccount.isHopped(packed[i])) {
                return true;
            }
        }
        return false;
    }

    Accounts with(long account) {
        int at = Arrays.binarySearch(packed, account);
        if (at >= 0) {
            return this;
        }
        int place = -at - 1;
        long[] more = new long[packed.length + 1];
        System.arraycopy(packed, 0, more, 0, place);
        more[place] = account;
        System.arraycopy(packed, place, more, place + 1, packed.length - place);
        return new Accounts(more);
    }

    int size() {
        return packed.length;
    }

    void copyTo(long[] target, int from) {
        System.arraycopy(packed, 0, target, from, packed.length);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Accounts accounts && Arrays.equals(packed, accounts.packed);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(packed);
    }

    @Override
    public String toString() {
        return Arrays.stream(packed).mapToObj(account -> CellAccount.position(account)
                + (CellAccount.isHopped(account) ? " hopped" : " closed")).toList().toString();
    }
}
