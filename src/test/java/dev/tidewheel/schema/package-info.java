@NullMarked
package dev.tidewheel.schema;

import org.jspecify.annotations.NullMarked;
