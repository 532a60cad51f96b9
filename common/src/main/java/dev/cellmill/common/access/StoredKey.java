package dev.cellmill.common.access;

import java.security.MessageDigest;

/** What is stored of a key that is not revoked. @param secretHash SHA-256 of its secret */
record StoredKey(Caller caller, byte[] secretHash) {

    /** In the same time wherever they differ. */
    boolean isOpenedBy(KeyText key) {
        return MessageDigest.isEqual(secretHash, key.secretHash());
    }
}
