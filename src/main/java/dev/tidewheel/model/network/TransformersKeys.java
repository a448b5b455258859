package dev.tidewheel.model.network;

import dev.tidewheel.model.files.JsonObject;
import java.util.List;

/** The keys that the transformers library writes into every configuration. */
final class TransformersKeys {
  /** About training, other tasks, and how the library loads and answers. */
  private static final List<String> WITHOUT_EFFECT =
      List.of(
          "add_cross_attention",
          "architectures",
          "attention_dropout",
          "bos_token_id",
          "chunk_size_feed_forward",
          "classifier_dropout",
          "decoder_start_token_id",
          "dropout",
          "dropout_rate",
          "dtype",
          "finetuning_task",
          "gradient_checkpointing",
          "id2label",
          "initializer_factor",
          "initializer_range",
          "is_encoder_decoder",
          "label2id",
          "output_attentions",
          "output_hidden_states",
          "output_past",
          "pad_token_id",
          "prefix",
          "problem_type",
          "return_dict",
          "sep_token_id",
          "task_specific_params",
          "tie_encoder_decoder",
          "tie_word_embeddings",
          "tokenizer_class",
          "torch_dtype",
          "torchscript",
          "transformers_version",
          "use_bfloat16",
          "use_cache");

  /** How the library writes text; an encoder writes none. */
  private static final List<String> OF_GENERATION =
      List.of(
          "bad_words_ids",
          "begin_suppress_tokens",
          "diversity_penalty",
          "do_sample",
          "early_stopping",
          "encoder_no_repeat_ngram_size",
          "exponential_decay_length_penalty",
          "forced_bos_token_id",
          "forced_eos_token_id",
          "length_penalty",
          "max_length",
          "min_length",
          "no_repeat_ngram_size",
          "num_beam_groups",
          "num_beams",
          "num_return_sequences",
          "output_scores",
          "remove_invalid_values",
          "repetition_penalty",
          "return_dict_in_generate",
          "suppress_tokens",
          "temperature",
          "tf_legacy_loss",
          "top_k",
          "top_p",
          "typical_p");

  private TransformersKeys() {}

  /** Takes the keys for understood that have no effect on what an encoder computes. */
  static void ignore(JsonObject json) {
    new NetworkOptions(json).refuseQuantised();
    WITHOUT_EFFECT.forEach(json::ignore);
    OF_GENERATION.forEach(json::ignore);
  }

  /** A width that several heads share. */
  static int headWidth(JsonObject json, String key, int width, int heads) {
    if (width % heads != 0) {
      throw json.refused(
          "%s = %d is not a multiple of the %d attention heads".formatted(key, width, heads),
          "Correct one of them");
    }
    return width / heads;
  }
}
