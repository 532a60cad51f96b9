package dev.cellmill.faults.guard;

import static net.bytebuddy.matcher.ElementMatchers.is;
import static net.bytebuddy.matcher.ElementMatchers.named;

import java.util.List;
import java.util.function.Supplier;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.method.MethodList;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.dynamic.DynamicType;
import net.bytebuddy.implementation.Implementation;
import net.bytebuddy.pool.TypePool;

/**
 * One method that does something else.
 *
 * @param type its class, by binary name
 * @param method its name; the class has no other of this name
 * @param body what it does instead
 */
record Weakening(String type, String method, Supplier<Implementation> body) {

    /**
     * The class file with all of these bodies in place of its own.
     *
     * @param weakenings of methods of this type
     * @throws IllegalStateException if a class or method is not there: taken out by a name that means nothing any more, a
     *         guard would seem to be missed by nobody
     */
    static byte[] apply(String type, List<Weakening> weakenings) {
        TypeDescription original = find(type);
        DynamicType.Builder<?> builder = new ByteBuddy().redefine(original,
                ClassFileLocator.ForClassLoader.ofSystemLoader());
        for (Weakening weakening : weakenings) {
            builder = builder.method(is(weakening.methodOf(original))).intercept(weakening.body().get());
        }
        try (DynamicType.Unloaded<?> made = builder.make()) {
            return made.getBytes();
        }
    }

    /** @throws IllegalStateException if it is not there */
    static TypeDescription find(String type) {
        TypePool.Resolution found = TypePool.Default.ofSystemLoader().describe(type);
        if (!found.isResolved()) {
            throw new IllegalStateException("there is no class " + type + "; say in Guard what it is now");
        }
        return found.resolve();
    }

    private MethodDescription methodOf(TypeDescription original) {
        MethodList<MethodDescription.InDefinedShape> found = original.getDeclaredMethods().filter(named(method));
        if (found.size() != 1) {
            throw new IllegalStateException("%s has %d methods %s and not one; say in Guard what it is now"
                    .formatted(type, found.size(), method));
        }
        return found.getOnly();
    }
}
