package dev.cellmill.faults.cluster;

import dev.cellmill.embedded.EmbeddedPostgres;
import dev.cellmill.embedded.KafkaListener;
import dev.cellmill.faults.plan.Peer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntSupplier;

/** Every way from a process to a peer: a proxy of its own for each, so that one can be cut without the others. */
public final class Ways implements AutoCloseable {
    private final Map<String, Map<Peer, List<Link>>> links = new HashMap<>();
    private final Map<String, Link> busy = new HashMap<>();
    private final Map<String, Link> main = new HashMap<>();
    private final List<KafkaListener> listeners = new ArrayList<>();
    private final Database database;
    private final Providers providers;
    private volatile int mainPort;
    private volatile int busyPort;

    Ways(Database database, Providers providers) {
        this.database = database;
        this.providers = providers;
        mainPort = providers.main().port();
        busyPort = mainPort;
    }

    /** Makes those of a process. @return what it is to be told, as its environment */
    Map<String, String> open(String process, boolean callsProviders) throws IOException {
        var environment = new HashMap<String, String>();
        var byPeer = new EnumMap<Peer, List<Link>>(Peer.class);
        int listener = Ports.next();
        Link broker = link(process + " to the broker", () -> listener);
        listeners.add(new KafkaListener(process.toUpperCase(Locale.ROOT).replace('-', '_'), listener, broker.port()));
        environment.put("CELLMILL_KAFKA_BOOTSTRAP", "127.0.0.1:" + broker.port());
        byPeer.put(Peer.BROKER, List.of(broker));
        Link data = link(process + " to the database", database::port);
        environment.put("CELLMILL_DATABASE_URL",
                "jdbc:postgresql://127.0.0.1:%d/%s".formatted(data.port(), EmbeddedPostgres.DATABASE));
        environment.put("CELLMILL_DATABASE_PASSWORD", database.password());
        byPeer.put(Peer.DATABASE, List.of(data));
        if (callsProviders) {
            Link toMain = link(process + " to the provider", () -> mainPort);
            Link toBusy = link(process + " to the busy provider", () -> busyPort);
            Link toSlow = link(process + " to the slow provider", () -> providers.slow().port());
            Link toFlaky = link(process + " to the flaky provider", () -> providers.flaky().port());
            main.put(process, toMain);
            busy.put(process, toBusy);
            byPeer.put(Peer.PROVIDERS, List.of(toMain, toBusy, toSlow, toFlaky));
            environment.put("MAIN_URL", url(toMain));
            environment.put("BUSY_URL", url(toBusy));
            environment.put("SLOW_URL", url(toSlow));
            environment.put("FLAKY_URL", url(toFlaky));
        }
        links.put(process, byPeer);
        return environment;
    }

    /** None where the process does not call the peer. */
    public List<Link> of(String process, Peer peer) {
        return links.getOrDefault(process, Map.of()).getOrDefault(peer, List.of());
    }

    /** From every worker to the provider that most cells ask. */
    public List<Link> toMain() {
        return List.copyOf(main.values());
    }

    /** What most cells ask answers 503, or is itself again. */
    public void unavailable(boolean is) {
        mainPort = is ? providers.unavailable().port() : providers.main().port();
        main.values().forEach(Link::breakAll);
    }

    /** The busy provider answers 429, or is like the others. */
    public void tooMany(boolean is) {
        busyPort = is ? providers.tooMany().port() : providers.main().port();
        busy.values().forEach(Link::breakAll);
    }

    /** For whom the broker is to listen. */
    List<KafkaListener> listeners() {
        return List.copyOf(listeners);
    }

    private static Link link(String name, IntSupplier server) throws IOException {
        return new Link(name, Ports.next(), server);
    }

    private static String url(Link link) {
        return "http://127.0.0.1:" + link.port();
    }

    @Override
    public void close() {
        links.values().forEach(byPeer -> byPeer.values().forEach(some -> some.forEach(Link::close)));
    }
}
