package dev.cellmill.worker.provider.transport;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hc.client5.http.DnsResolver;

/** Looks hosts up on a thread of its own, since the system's lookup heeds neither deadlines nor interrupts. */
record BoundedLookup(ExecutorService threads, DnsResolver system) implements DnsResolver {

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        Future<InetAddress[]> lookup = threads.submit(() -> system.resolve(host));
        try {
            return lookup.get(Math.max(0, Attempt.CURRENT.get().nanosLeft()), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw unknown(host, e.getCause());
        } catch (TimeoutException e) {
            throw unknown(host, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unknown(host, e);
        }
    }

    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }

    private static UnknownHostException unknown(String host, Throwable cause) {
        var unknown = new UnknownHostException("no address is known of " + host);
        unknown.initCause(cause);
        return unknown;
    }
}
