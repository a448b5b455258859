@NullMarked
package dev.tidewheel.storage;

import org.jspecify.annotations.NullMarked;
