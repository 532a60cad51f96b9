package dev.cellmill.classify;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Which machines ONNX Runtime's jar holds a native library for: a look into the jar, nothing is loaded. */
final class NativeLibrary {
    private NativeLibrary() {}

    /** Why the model cannot run on such a machine, as a clause; null if it can. Arguments as in the system properties. */
    static @Nullable String absence(String operatingSystem, String architecture) {
        String machine = system(operatingSystem) + "-" + processor(architecture);
        String folder = "/ai/onnxruntime/native/" + machine + "/";
        boolean isThere = NativeLibrary.class.getResource(folder + "libonnxruntime4j_jni.so") != null
                || NativeLibrary.class.getResource(folder + "libonnxruntime4j_jni.dylib") != null
                || NativeLibrary.class.getResource(folder + "onnxruntime4j_jni.dll") != null;
        return isThere
                ? null
                : "its model has no native library for %s; run the workers on 64-bit Linux (x86 or ARM), macOS on ARM, or Windows"
                        .formatted(machine);
    }

    private static String system(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.startsWith("mac")) {
            return "osx";
        }
        return lower.startsWith("windows") ? "win" : lower;
    }

    private static String processor(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "amd64", "x86_64" -> "x64";
            case "arm64" -> "aarch64";
            default -> name;
        };
    }
}
