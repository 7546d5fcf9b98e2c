/** What the tests of all packages share: the servers behind the service. */
@NullMarked
package dev.tidemark.alert;

import org.jspecify.annotations.NullMarked;
