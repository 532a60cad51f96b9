/**
 * Phone numbers, by libphonenumber and its offline geocoder. Pure; no network.
 */
@NullMarked
package dev.cellmill.worker.provider.phone;

import org.jspecify.annotations.NullMarked;
