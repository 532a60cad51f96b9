package dev.cellmill.faults.guard;

import java.util.concurrent.Callable;

/** A process that ends as a probe finds its guard. */
final class Probed {
    static final int GONE = 3;

    private Probed() {}

    /** @param arguments the probe's class */
    public static void main(String[] arguments) throws Exception {
        System.exit(load(Probed.class.getClassLoader(), arguments[0]).call() ? 0 : GONE);
    }

    @SuppressWarnings("unchecked")
    static Callable<Boolean> load(ClassLoader product, String probe) throws Exception {
        return (Callable<Boolean>) product.loadClass(probe).getConstructor().newInstance();
    }
}
