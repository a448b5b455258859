@NullMarked
package dev.tidewheel.egress;

import org.jspecify.annotations.NullMarked;
