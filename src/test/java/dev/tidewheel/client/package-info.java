@NullMarked
package dev.tidewheel.client;

import org.jspecify.annotations.NullMarked;
