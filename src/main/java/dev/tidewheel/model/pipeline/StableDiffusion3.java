package dev.tidewheel.model.pipeline;

import dev.tidewheel.model.network.ClipConfig;
import dev.tidewheel.model.network.Sd3Config;
import dev.tidewheel.model.network.Sd3Text;
import dev.tidewheel.model.network.WrittenNetwork;
import dev.tidewheel.model.scheduler.SchedulerCall;
import dev.tidewheel.sampling.StrengthRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Stable Diffusion 3 and 3.5: a transformer on latents with the states of two CLIP encoders and T5
 * beside them.
 *
 * @see <a href="https://arxiv.org/abs/2403.03206">Esser et al., Scaling rectified flow transformers
 *     for high-resolution image synthesis</a>
 */
final class StableDiffusion3 {
  static final String PIPELINE = "StableDiffusion3Pipeline";

  private static final String TRANSFORMER = "transformer";
  static final String TYPE = "SD3Transformer2DModel";

  static final List<Component> COMPONENTS =
      List.of(
          Component.ofDiffusers(TRANSFORMER, TYPE),
          Component.ofDiffusers(Autoencoder.FOLDER, Autoencoder.TYPE),
          Component.ofTransformers("text_encoder", ClipPart.PROJECTED),
          Component.ofTransformers("text_encoder_2", ClipPart.PROJECTED));

  private static final String T5 = "text_encoder_3";

  private StableDiffusion3() {}

  static Blueprint read(PipelineIndex index) {
    COMPONENTS.forEach(index::require);
    Joint.requireAll(joints(index));
    Sd3Config config = config(index);
    Autoencoder autoencoder = Autoencoder.read(index.folder());
    Sd3Texts texts =
        new Sd3Texts(
            ClipPart.read(index, "", ClipPart.PROJECTED),
            ClipPart.read(index, "_2", ClipPart.PROJECTED),
            index.has(T5) ? Optional.of(T5Part.read(index, "_3")) : Optional.empty(),
            config.textWidth());
    var scheduler = Schedulers.sized(index, SchedulerCall::sized);
    List<String> beside =
        index.passOver(List.of("image_encoder", "feature_extractor", "tokenizer_3"));
    index.refuseOthers("a transformer, a vae, text encoders and tokenizers, and a scheduler");
    int factor = autoencoder.config().sizeFactor();
    int usual = config.size() * factor;
    return new Blueprint(
        index.pipeline(),
        denoiser(index, config),
        new Frame(
            config.channels(),
            autoencoder.config().channels(),
            factor,
            usual,
            usual,
            config.patch() * factor,
            config.largestSize() * factor),
        new ClassLabels.None(),
        Guidance.CLASSIFIER_FREE,
        /* toldForZero= */ 0,
        Optional.of(texts),
        Optional.of(autoencoder),
        scheduler,
        config.patch(),
        OptionalInt.of(28),
        7,
        Optional.of(new Blueprint.Redrawing(StrengthRule.STEPS_SKIPPED_ROUNDED_DOWN, 0.6, false)),
        beside);
  }

  /** Where the parts meet. */
  static List<Joint> joints(PipelineIndex index) {
    Sd3Config config = config(index);
    ClipConfig first = ClipPart.config(index, "", ClipPart.PROJECTED);
    ClipConfig second = ClipPart.config(index, "_2", ClipPart.PROJECTED);
    int room = config.textWidth();
    List<Joint> joints = new ArrayList<>();
    joints.add(
        new Joint(
            config.file(),
            "in_channels",
            config.channels(),
            "the vae's latents",
            Autoencoder.config(index.folder()).latentChannels()));
    joints.add(
        new Joint(
            config.file(),
            "pooled_projection_dim",
            config.pooledWidth(),
            "text_encoder and text_encoder_2 together",
            ClipPart.pooled(first) + ClipPart.pooled(second)));
    int side = first.width() + second.width();
    if (side > room) { // where there is room left, it is filled up with zeros
      joints.add(
          new Joint(
              config.file(),
              "joint_attention_dim",
              room,
              "text_encoder and text_encoder_2 side by side",
              side));
    }
    if (index.has(T5)) {
      joints.add(
          new Joint(
              config.file(), "joint_attention_dim", room, T5, T5Part.config(index, "_3").width()));
    }
    return joints;
  }

  private static Sd3Config config(PipelineIndex index) {
    return Sd3Config.read(index.file(TRANSFORMER, "config.json"));
  }

  private static Denoiser denoiser(PipelineIndex index, Sd3Config config) {
    WrittenNetwork network = Sd3Text.write(config);
    return new Denoiser(
        Part.read(index.folder(), TRANSFORMER, TYPE, network.weights()),
        network,
        1,
        Optional.of(new TextShape(config.textWidth(), config.pooledWidth())),
        Denoiser.Told.NOTHING);
  }
}
