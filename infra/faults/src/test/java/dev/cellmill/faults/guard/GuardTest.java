package dev.cellmill.faults.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cellmill.jobapi.schedule.ReservationProbe;
import dev.cellmill.status.fold.DedupeProbe;
import dev.cellmill.status.fold.OrderProbe;
import dev.cellmill.status.webhook.OutboxProbe;
import dev.cellmill.worker.budget.RateProbe;
import dev.cellmill.worker.control.HeartbeatProbe;
import dev.cellmill.worker.lane.BitmapProbe;
import dev.cellmill.worker.replay.TakeoverProbe;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import net.bytebuddy.implementation.FixedValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Probes live in the packages of what they probe, and say whether the guard holds. */
class GuardTest {

    @ParameterizedTest
    @EnumSource
    void holdsInTheProductAndNotWhereItIsTakenOut(Guard guard) throws Exception {
        assertThat(holds(guard, Map.of())).isTrue();
        assertThat(holds(guard, guard.weakened())).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void takingOutAnotherLeavesItInPlace(Guard guard) throws Exception {
        for (Guard other : Guard.values()) {
            if (other != guard) {
                assertThat(holds(guard, other.weakened())).as("%s without %s", guard, other).isTrue();
            }
        }
    }

    @Test
    void aMethodOrClassThatTheProductDoesNotHaveIsRefused() {
        assertThatThrownBy(() -> Weakening.apply("dev.cellmill.worker.control.Lease",
                List.of(new Weakening("dev.cellmill.worker.control.Lease", "held", () -> FixedValue.value(true)))))
                .isInstanceOf(IllegalStateException.class).hasMessageContaining("0 methods held");
        assertThatThrownBy(() -> Weakening.apply("dev.cellmill.worker.control.Leas", List.of()))
                .isInstanceOf(IllegalStateException.class).hasMessageContaining("no class");
    }

    @Test
    void anAgentTakesItOutOfItsProcess(@TempDir Path folder) throws Exception {
        assertThat(exitCode(folder, List.of())).isZero();
        assertThat(exitCode(folder, List.of(GuardAgent.argument(folder, Guard.HEARTBEAT)))).isEqualTo(Probed.GONE);
    }

    @Test
    void aProcessWithoutAGuardThatThereIsNotDoesNotStart(@TempDir Path folder) throws Exception {
        String unknown = GuardAgent.argument(folder, Guard.HEARTBEAT).replace("heartbeat", "pulse");
        assertThat(exitCode(folder, List.of(unknown))).isNotIn(0, Probed.GONE);
        assertThat(folder.resolve("log")).content().contains("no guard is called pulse; there are order, dedupe");
    }

    private static int exitCode(Path folder, List<String> agent) throws Exception {
        var command = new java.util.ArrayList<String>();
        command.add(ProcessHandle.current().info().command().orElseThrow());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:-CreateCoredumpOnCrash",
                "-XX:ErrorFile=" + folder.resolve("crash")));
        command.addAll(agent);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Probed.class.getName(),
                HeartbeatProbe.class.getName()));
        return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(folder.resolve("log").toFile())
                .start().onExit().join().exitValue();
    }

    private static boolean holds(Guard guard, Map<String, byte[]> weakened) throws Exception {
        return probe(guard, new ProductLoader(weakened)).call();
    }

    private static Callable<Boolean> probe(Guard guard, ClassLoader product) throws Exception {
        Class<?> probe = switch (guard) {
            case ORDER -> OrderProbe.class;
            case DEDUPE -> DedupeProbe.class;
            case BITMAP -> BitmapProbe.class;
            case TAKEOVER -> TakeoverProbe.class;
            case RESERVATION -> ReservationProbe.class;
            case RATE -> RateProbe.class;
            case HEARTBEAT -> HeartbeatProbe.class;
            case OUTBOX -> OutboxProbe.class;
        };
        return Probed.load(product, probe.getName());
    }

    /** Loads the product's classes anew, some of them weakened. */
    private static final class ProductLoader extends ClassLoader {
        private final Map<String, byte[]> weakened;

        ProductLoader(Map<String, byte[]> weakened) {
            super(GuardTest.class.getClassLoader());
            this.weakened = weakened;
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith("dev.cellmill.") || name.startsWith("dev.cellmill.faults.")) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                return loaded == null ? define(name) : loaded;
            }
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            try (var original = getResourceAsStream(name.replace('.', '/') + ".class")) {
                if (original == null) {
                    throw new ClassNotFoundException(name);
                }
                byte[] bytes = weakened.containsKey(name) ? weakened.get(name) : original.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (java.io.IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }
}
