package dev.cellmill.status.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cellmill.common.id.DeliveryId;
import dev.cellmill.common.id.JobId;
import dev.cellmill.common.id.TenantId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookClientIT {
    private static final Duration LONG = Duration.ofSeconds(60);

    private final Receiver receiver = new Receiver();

    @AfterEach
    void stop() {
        receiver.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "2130706433", "0.0.0.0", "[::1]", "[::]"})
    void aHostThatIsNotPublicIsRefusedHoweverItIsWritten(String host) throws Exception {
        assertRefused(send(InetAddress::getAllByName, false, "http://" + host + ":" + receiver.port() + "/"));
        assertThat(receiver.got).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0x7f000001", "0x7f.0.0.1", "0177.0.0.1", "017700000001", "127.1", "127.0.1", "0",
            "127.0.0.1.",
            "[64:ff9b::7f00:1]", "[::127.0.0.1]", "169.254.169.254", "[fe80::1%25lo]", "[fd00:ec2::254]"})
    void noOtherSpellingOfAnAddressGetsThrough(String host) throws Exception {
        assertThat(send(InetAddress::getAllByName, false, "http://" + host + ":" + receiver.port() + "/"))
                .isInstanceOf(Outcome.Unanswered.class);
        assertThat(receiver.got).isEmpty();
    }

    @Test
    void aNameThatWasPublicAMomentAgoIsRefusedAtTheConnection() throws Exception {
        Iterator<String> answers = List.of("93.184.215.14", "127.0.0.1").iterator();
        var lookup = new GuardedLookup(host -> addresses(answers.next()), false);
        assertThat(lookup.resolve("rebinding.example")).hasSize(1);
        assertRefused(send(lookup, LONG, "http://rebinding.example:" + receiver.port() + "/"));
        assertThat(receiver.got).isEmpty();
    }

    @Test
    void aConnectionGoesToWhatItsOneLookupFound() throws Exception {
        var lookups = new AtomicInteger();
        Outcome outcome = send(host -> {
            lookups.incrementAndGet();
            return addresses("127.0.0.1");
        }, true, "http://only-here.example:" + receiver.port() + "/");
        assertThat(outcome).isEqualTo(new Outcome.Answered(204));
        assertThat(lookups).hasValue(1);
        assertThat(receiver.got.getFirst().headers().getFirst("Host"))
                .isEqualTo("only-here.example:" + receiver.port());
    }

    @Test
    void oneAddressOfSeveralThatIsNotPublicIsEnoughToRefuse() throws Exception {
        assertRefused(send(host -> addresses("93.184.215.14", "127.0.0.1"), false, "http://both.example/"));
    }

    @Test
    void aRedirectIsTheAnswerAndNotFollowed() throws Exception {
        receiver.answer = exchange -> {
            exchange.getResponseHeaders().add("Location", receiver.url("/elsewhere"));
            exchange.sendResponseHeaders(307, -1);
        };
        assertThat(sendTo(receiver.url("/hook"))).isEqualTo(new Outcome.Answered(307));
        assertThat(receiver.got).extracting(Receiver.Got::path).containsExactly("/hook");
    }

    @Test
    void anAnswerWithoutEndIsNotRead() throws Exception {
        var broken = new CountDownLatch(1);
        receiver.answer = exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try {
                while (true) {
                    exchange.getResponseBody().write(new byte[64 * 1024]);
                }
            } catch (IOException e) {
                broken.countDown();
                throw e;
            }
        };
        assertThat(sendTo(receiver.url("/"))).isEqualTo(new Outcome.Answered(200));
        await().until(() -> broken.getCount() == 0);
    }

    @Test
    void oneThatNeverAnswersIsGivenUp() throws Exception {
        var held = new CountDownLatch(1);
        receiver.answer = exchange -> hold(held);
        try {
            assertThat(send(new GuardedLookup(InetAddress::getAllByName, true), Duration.ofMillis(300),
                    receiver.url("/"))).isInstanceOf(Outcome.Unanswered.class);
        } finally {
            held.countDown();
        }
    }

    @Test
    void aLookupThatNeverEndsIsGivenUp() throws Exception {
        var held = new CountDownLatch(1);
        var lookup = new GuardedLookup(host -> {
            hold(held);
            return addresses("127.0.0.1");
        }, true);
        try {
            assertThat(send(lookup, Duration.ofMillis(300), receiver.url("/"))).isInstanceOf(Outcome.Unanswered.class);
        } finally {
            held.countDown();
        }
        assertThat(receiver.got).isEmpty();
    }

    @Test
    void nobodyThereIsAnOutcome() throws Exception {
        receiver.close();
        assertThat(sendTo(receiver.url("/"))).isInstanceOf(Outcome.Unanswered.class);
    }

    @Test
    void nothingButTheMessageIsSent() throws Exception {
        sendTo(receiver.url("/a%20b?c=d%2F"));
        Receiver.Got got = receiver.got.getFirst();
        assertThat(got.path()).isEqualTo("/a%20b?c=d%2F");
        assertThat(got.body()).isEqualTo("{\"name\":\"Zürich\"}");
        assertThat(got.headers().getFirst("Content-Type")).isEqualTo("application/json; charset=UTF-8");
        assertThat(got.headers().keySet()).extracting(String::toLowerCase).containsExactlyInAnyOrder("host",
                "connection", "content-length", "content-type", "user-agent", "webhook-id", "webhook-timestamp",
                "webhook-signature");
    }

    private static void hold(CountDownLatch held) {
        try {
            held.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void assertRefused(Outcome outcome) {
        assertThat(outcome).isInstanceOfSatisfying(Outcome.Unanswered.class,
                unanswered -> assertThat(unanswered.reason()).contains("not public"));
    }

    private static InetAddress[] addresses(String... figures) throws UnknownHostException {
        var addresses = new InetAddress[figures.length];
        for (int i = 0; i < figures.length; i++) {
            addresses[i] = InetAddress.getByName(figures[i]);
        }
        return addresses;
    }

    private static Outcome sendTo(String url) throws Exception {
        return send(InetAddress::getAllByName, true, url);
    }

    private static Outcome send(GuardedLookup.Names names, boolean allowPrivate, String url) throws Exception {
        return send(new GuardedLookup(names, allowPrivate), LONG, url);
    }

    private static Outcome send(GuardedLookup lookup, Duration total, String url) throws Exception {
        try (var client = new WebhookClient(lookup, 4, total)) {
            return client.send(new DueMessage(DeliveryId.next(), JobId.next(), TenantId.DEFAULT, 1, url, "receiver",
                    "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "{\"name\":\"Zürich\"}"), 1);
        }
    }
}
