package dev.cellmill.common.db;

import dev.cellmill.common.id.TenantId;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * For whom this thread uses the database: the tenant of a request, whose rows alone it then sees and changes, or, where
 * none is bound, the service itself, which sees all. It follows work onto other threads only where that is {@link #carried}.
 */
public final class RequestTenant {
    private static final ScopedValue<Optional<TenantId>> CURRENT = ScopedValue.newInstance();

    private RequestTenant() {}

    /** Runs a request's work. */
    public static <T, X extends Throwable> T call(TenantId tenant, ScopedValue.CallableOp<T, X> work) throws X {
        return ScopedValue.where(CURRENT, Optional.of(tenant)).call(work);
    }

    /** Work for another thread, done there for whom this one works now. */
    public static <T> Callable<T> carried(Callable<T> work) {
        Optional<TenantId> tenant = current();
        return () -> ScopedValue.where(CURRENT, tenant).call(work::call);
    }

    /**
     * Runs what belongs to a request but to no tenant. Whoever calls this vouches for what is read and written. Connections are taken within; one that a transaction already has stays the tenant's.
     */
    public static <T, X extends Throwable> T asService(ScopedValue.CallableOp<T, X> work) throws X {
        return ScopedValue.where(CURRENT, Optional.<TenantId>empty()).call(work);
    }

    static Optional<TenantId> current() {
        return CURRENT.orElse(Optional.empty());
    }
}
