package dev.cellmill.jobapi.control;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;

/**
 * What a change of a job's state left behind.
 *
 * @param inFlight calls that had begun and whose end was not yet acknowledged by the broker; they finish and are kept
 * @param stopped cells that had been sent and are given back without a call
 * @param remaining cells that will have no end once the calls in flight have finished
 * @param costAtRisk what the calls in flight may cost at worst, in USD
 * @param unanswered workers that were silent; the other figures are then upper bounds
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record Receipt(long inFlight, long stopped, long remaining, BigDecimal costAtRisk, int unanswered) {}
