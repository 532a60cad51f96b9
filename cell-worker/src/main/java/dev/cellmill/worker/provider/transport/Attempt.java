package dev.cellmill.worker.provider.transport;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;

/**
 * A call on its way: its request, its deadline, and whether the request may have reached the server. Belongs to the
 * thread that makes it; only the deadline comes from another.
 */
final class Attempt implements AutoCloseable {
    /** The one that this thread makes. */
    static final ScopedValue<Attempt> CURRENT = ScopedValue.newInstance();

    private final HttpCall call;
    private final HttpUriRequestBase request;
    private final ScheduledExecutorService alarms;
    private final long end;
    private final Future<?> alarm;
    private boolean isSent;

    /** @param alarms where it is woken when its time is over */
    Attempt(HttpCall call, ScheduledExecutorService alarms) {
        this.call = call;
        this.alarms = alarms;
        this.request = new HttpUriRequestBase(call.method().name(), call.uri());
        call.headers().forEach(request::setHeader);
        if (call.body() != null) {
            request.setEntity(new ByteArrayEntity(call.body(), null));
        }
        this.end = System.nanoTime() + call.timeout().toNanos();
        this.alarm = alarms.schedule(request::abort, call.timeout().toNanos(), TimeUnit.NANOSECONDS);
    }

    HttpCall call() {
        return call;
    }

    HttpUriRequestBase request() {
        return request;
    }

    /** There is a connection: from now on the server may get the request. */
    void markSent() {
        isSent = true;
    }

    boolean isSent() {
        return isSent;
    }

    boolean isLate() {
        return nanosLeft() <= 0;
    }

    /** Until its deadline; negative after it. */
    long nanosLeft() {
        return end - System.nanoTime();
    }

    /** Breaks the connection off after that time, whatever is under way on it. */
    Future<?> breakOffAfter(Duration time) {
        return alarms.schedule(request::abort, time.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Breaks the connection off where its answer was not read to the end; one that was is kept for the next call. */
    @Override
    public void close() {
        alarm.cancel(false);
        request.abort();
    }
}
