/**
 * The gRPC door: proto in, proto out, with errors that name what cannot be scored. The only place
 * that knows generated types.
 */
@NullMarked
package dev.tidemark.scoring.grpc;

import org.jspecify.annotations.NullMarked;
