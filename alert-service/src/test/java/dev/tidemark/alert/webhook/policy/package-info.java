/** Tests of signatures, targets and retries. They need no container and no clock. */
@NullMarked
package dev.tidemark.alert.webhook.policy;

import org.jspecify.annotations.NullMarked;
