package dev.tidewheel.model.pipeline;

import dev.tidewheel.model.network.AutoencoderConfig;
import dev.tidewheel.model.network.AutoencoderText;
import dev.tidewheel.model.network.WrittenNetwork;
import java.nio.file.Path;

/**
 * What turns latents into pictures and pictures into latents.
 *
 * @param config its configuration
 * @param part its weights
 */
public record Autoencoder(AutoencoderConfig config, Part part) {
  static final String FOLDER = "vae";
  static final String TYPE = "AutoencoderKL";

  static Autoencoder read(Path folder) {
    AutoencoderConfig config = config(folder);
    return new Autoencoder(
        config, Part.read(folder, FOLDER, TYPE, AutoencoderText.weights(config)));
  }

  /** The same for pipelines that do not look at the shift. */
  Autoencoder unshifted() {
    return new Autoencoder(config.unshifted(), part);
  }

  /** Reads the configuration alone. */
  static AutoencoderConfig config(Path folder) {
    return AutoencoderConfig.read(folder.resolve(FOLDER).resolve("config.json"));
  }

  WrittenNetwork decoder() {
    return AutoencoderText.decoder(config);
  }

  WrittenNetwork encoder() {
    return AutoencoderText.encoder(config);
  }
}
