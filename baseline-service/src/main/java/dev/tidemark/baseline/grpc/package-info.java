/** What other services may ask of jobs, over gRPC. The same rules as over REST. */
@NullMarked
package dev.tidemark.baseline.grpc;

import org.jspecify.annotations.NullMarked;
