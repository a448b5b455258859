/** Tests of the judgement on requests. */
@NullMarked
package dev.tidewheel.admission;

import org.jspecify.annotations.NullMarked;
