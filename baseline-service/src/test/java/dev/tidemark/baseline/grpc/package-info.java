/** Tests of the gRPC door. Names are sentences. */
@NullMarked
package dev.tidemark.baseline.grpc;

import org.jspecify.annotations.NullMarked;
