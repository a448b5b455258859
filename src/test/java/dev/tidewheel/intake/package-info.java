@NullMarked
package dev.tidewheel.intake;

import org.jspecify.annotations.NullMarked;
