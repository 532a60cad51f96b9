/** The contracts between the services, one package for each; this one is empty. Knows no service. */
@NullMarked
package dev.cellmill.common;

import org.jspecify.annotations.NullMarked;
