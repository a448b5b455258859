@NullMarked
package dev.tidewheel.broker;

import org.jspecify.annotations.NullMarked;
