package dev.cellmill.status.live;

/** One server-sent event as bytes. Written once, shared by all who get it, never changed. */
record Frame(byte[] bytes) {

    int size() {
        return bytes.length;
    }
}
