package dev.cellmill.faults.guard;

import java.io.IOException;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.ProtectionDomain;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;

/** Takes a guard out of the process that it is loaded in, before any class of it is. */
public final class GuardAgent {

    private GuardAgent() {}

    /**
     * Called by the JVM, which ends if this fails: the guard's classes are made anew here, all of them, and not when they
     * are loaded.
     *
     * @param guard its label
     */
    public static void premain(String guard, Instrumentation instrumentation) {
        Map<String, byte[]> weakened = Guard.labelled(guard).weakened();
        instrumentation.addTransformer(new ClassFileTransformer() {
            @Override
            public byte @Nullable [] transform(@Nullable ClassLoader loader, @Nullable String name,
                    @Nullable Class<?> redefined, @Nullable ProtectionDomain domain, byte[] original) {
                return name == null ? null : weakened.get(name.replace('/', '.'));
            }
        });
    }

    /**
     * What is to be said to a JVM that has this class path.
     *
     * @param folder exists; the agent's jar, which holds nothing but the name of this class, is written there
     */
    public static String argument(Path folder, Guard without) throws IOException {
        Path jar = folder.resolve("guard-agent.jar");
        var manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Premain-Class", GuardAgent.class.getName());
        try (var out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
            out.finish();
        }
        return "-javaagent:" + jar + "=" + without.label();
    }
}
