package dev.cellmill.common.id;

import java.util.Comparator;
import java.util.UUID;

/** The order of UUIDs that PostgreSQL uses: by unsigned bytes. {@link UUID#compareTo} compares signed. */
final class Uuids {
    static final Comparator<UUID> UNSIGNED = (a, b) -> {
        int high = Long.compareUnsigned(a.getMostSignificantBits(), b.getMostSignificantBits());
        return high != 0 ? high : Long.compareUnsigned(a.getLeastSignificantBits(), b.getLeastSignificantBits());
    };

    private Uuids() {}
}
