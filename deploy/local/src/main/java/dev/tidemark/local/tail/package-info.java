/** {@code deploy/local/tail}: follows a log file and sends its lines, each once. */
@NullMarked
package dev.tidemark.local.tail;

import org.jspecify.annotations.NullMarked;
