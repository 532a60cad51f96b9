package dev.cellmill.status.webhook;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.apache.hc.client5.http.DnsResolver;

/**
 * The lookup that a connection itself makes: it connects to what this returns and looks up nothing again, so a name that
 * changes its address between a check and a connection gains nothing. Hosts written as figures come here too.
 */
final class GuardedLookup implements DnsResolver {
    private final Names names;
    private final boolean allowPrivate;

    /** Addresses of a host, at least one. */
    interface Names {
        InetAddress[] find(String host) throws UnknownHostException;
    }

    /** One of the host's addresses is not public. */
    static final class Refused extends UnknownHostException {
        private static final long serialVersionUID = 1L;

        Refused(String host) {
            super("the address of " + host + " is not public; an operator allows such by"
                    + " CELLMILL_WEBHOOKS_ALLOW_PRIVATE=true");
        }
    }

    GuardedLookup(Names names, boolean allowPrivate) {
        this.names = names;
        this.allowPrivate = allowPrivate;
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        InetAddress[] addresses = names.find(host);
        if (addresses == null || addresses.length == 0) {
            throw new UnknownHostException(host);
        }
        for (InetAddress address : addresses) {
            if (!allowPrivate && !PublicAddress.is(address)) {
                throw new Refused(host);
            }
        }
        return addresses;
    }

    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }
}
