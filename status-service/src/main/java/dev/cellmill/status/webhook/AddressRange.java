package dev.cellmill.status.webhook;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Addresses with the same leading bits. */
record AddressRange(byte[] start, int bits) {

    /** @param text an address as figures and the number of bits, like {@code 10.0.0.0/8} */
    static AddressRange of(String text) {
        int slash = text.indexOf('/');
        try {
            return new AddressRange(InetAddress.getByName(text.substring(0, slash)).getAddress(),
                    Integer.parseInt(text.substring(slash + 1)));
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("no range of addresses: " + text, e);
        }
    }

    /** An address of the other family is in no range of this one. */
    boolean contains(byte[] address) {
        if (address.length != start.length) {
            return false;
        }
        int whole = bits / Byte.SIZE;
        for (int i = 0; i < whole; i++) {
            if (address[i] != start[i]) {
                return false;
            }
        }
        int rest = bits % Byte.SIZE;
        return rest == 0 || (address[whole] ^ start[whole]) >> Byte.SIZE - rest == 0;
    }
}
