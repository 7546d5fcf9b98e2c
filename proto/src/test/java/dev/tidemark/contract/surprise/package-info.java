@NullMarked
package dev.tidemark.contract.surprise;

import org.jspecify.annotations.NullMarked;
