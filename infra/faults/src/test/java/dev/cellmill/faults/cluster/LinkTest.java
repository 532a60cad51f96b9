package dev.cellmill.faults.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.cellmill.embedded.FreePort;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a server that says everything back. */
class LinkTest {
    private static final Condition NOT_BACK = new Condition(true, false, true, 0, 0, 0);
    private static final Condition NOT_THERE = new Condition(false, true, true, 0, 0, 0);
    private static final Condition BREAKING = new Condition(true, true, true, 0, 0, 1);
    private static final int SOON_MILLIS = 150;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final AtomicLong arrived = new AtomicLong();
    private ServerSocket server;
    private Link link;

    @BeforeEach
    void open() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::serve);
        link = new Link("link", FreePort.find(), server::getLocalPort);
    }

    @AfterEach
    void close() throws IOException {
        link.close();
        server.close();
    }

    private void serve() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                Thread.ofVirtual().start(() -> echo(client));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void echo(Socket client) {
        try (client) {
            InputStream in = client.getInputStream();
            for (int next = in.read(); next >= 0; next = in.read()) {
                arrived.incrementAndGet();
                client.getOutputStream().write(next);
            }
        } catch (IOException e) {
            // broken, as the test wants it
            Thread.onSpinWait();
        }
    }

    @Test
    void bytesPassBothWaysAndTheEndDoesToo() throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream().write("hello".getBytes());
            socket.shutdownOutput();
            assertThat(new String(socket.getInputStream().readAllBytes())).isEqualTo("hello");
        }
    }

    @Test
    void cutOneWayItStillDeliversTheOtherAndLaterWhatWasHeld() throws IOException {
        try (Socket socket = connect()) {
            link.set(NOT_BACK);
            socket.getOutputStream().write('a');
            await().atMost(PATIENCE).until(() -> arrived.get() == 1);
            assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
            link.set(NOT_THERE);
            assertThat(socket.getInputStream().read()).isEqualTo('a');
            socket.getOutputStream().write('b');
            assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
            assertThat(arrived).hasValue(1);
            link.set(Condition.GOOD);
            socket.setSoTimeout((int) PATIENCE.toMillis());
            assertThat(socket.getInputStream().read()).isEqualTo('b');
        }
    }

    @Test
    void whatIsHeldOnAConnectionThatIsBrokenNeverArrives() throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream().write('a');
            assertThat(socket.getInputStream().read()).isEqualTo('a');
            link.set(Condition.HANGING);
            socket.getOutputStream().write('b');
            link.breakAll();
            link.set(Condition.GOOD);
            assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(IOException.class);
        }
        assertThat(arrived).hasValue(1);
    }

    @Test
    void refusedConnectionsAreRefusedAndTakenAgainLater() throws IOException {
        Socket before = connect();
        link.set(Condition.REFUSING);
        assertThatThrownBy(() -> before.getInputStream().read()).isInstanceOf(IOException.class);
        assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class);
        link.set(Condition.GOOD);
        try (Socket socket = connect()) {
            socket.getOutputStream().write('a');
            assertThat(socket.getInputStream().read()).isEqualTo('a');
        }
        before.close();
    }

    @Test
    void aLossyWayBreaksConnections() throws IOException {
        link.set(BREAKING);
        try (Socket socket = connect()) {
            socket.getOutputStream().write('a');
            assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(IOException.class);
        }
    }

    private Socket connect() throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), link.port());
        socket.setSoTimeout(SOON_MILLIS);
        return socket;
    }
}
