package dev.cellmill.status.webhook;

import dev.cellmill.common.id.DeliveryId;
import dev.cellmill.common.job.WebhookSpec;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The signature of Standard Webhooks 1.0.0: HMAC-SHA256 over id, time and body. Pure. */
final class WebhookSignature {
    private static final String ALGORITHM = "HmacSHA256";

    private WebhookSignature() {}

    /**
     * @param secret {@code whsec_} and Base64
     * @param timestamp of the attempt, in seconds since 1970
     * @return what {@code webhook-signature} says
     */
    static String of(String secret, DeliveryId id, long timestamp, String body) {
        return of(secret, id.toString(), timestamp, body);
    }

    static String of(String secret, String id, long timestamp, String body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            byte[] key = Base64.getDecoder().decode(secret.substring(WebhookSpec.SECRET_PREFIX.length()));
            mac.init(new SecretKeySpec(key, ALGORITHM));
            String signed = id + "." + timestamp + "." + body;
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }
}
