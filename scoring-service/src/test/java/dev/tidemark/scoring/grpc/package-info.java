/** Tests of the gRPC door, through a real channel. */
@NullMarked
package dev.tidemark.scoring.grpc;

import org.jspecify.annotations.NullMarked;
