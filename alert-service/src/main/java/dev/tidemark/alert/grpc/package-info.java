/** The gRPC client of baseline-service. Nothing else knows its messages. */
@NullMarked
package dev.tidemark.alert.grpc;

import org.jspecify.annotations.NullMarked;
