/** What the tests of the whole suite share: a running stack, jobs and traffic. */
@NullMarked
package dev.tidemark.e2e.suite;

import org.jspecify.annotations.NullMarked;
