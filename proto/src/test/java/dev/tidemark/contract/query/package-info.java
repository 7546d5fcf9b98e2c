/** Tests of conditions and KQL. */
@NullMarked
package dev.tidemark.contract.query;

import org.jspecify.annotations.NullMarked;
