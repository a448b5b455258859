package dev.tidewheel.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.model.files.ModelException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Damages each file of a good folder at random: it is read or refused, and nothing else happens.
 */
class HostileFolderTest {
  private static final long SEED = 20_261_124;
  private static final int ROUNDS = 400;
  private static final String[] TOKENS = {
    "null",
    "-1",
    "0",
    "1e999",
    "99999999999999999999",
    "true",
    "[]",
    "{}",
    "\"\"",
    "\"\\u0000\"",
    "[[[",
    "NaN",
    ","
  };

  @TempDir private Path temp;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "model_index.json",
        "unet/config.json",
        "unet/diffusion_pytorch_model.safetensors.index.json",
        "unet/diffusion_pytorch_model-00001-of-00004.safetensors",
        "scheduler/scheduler_config.json",
        "tidewheel.json"
      })
  void readsOrRefusesADamagedFile(String name) throws IOException {
    GoldenFolder folder =
        GoldenFolder.copy("sharded", temp)
            .tidewheel("{\"classes\": [\"a\", \"b\"], \"sampling\": {\"steps\": 3}}");
    Path file = folder.path().resolve(name);
    byte[] sound = Files.readAllBytes(file);
    Random random = new Random(SEED);
    int refused = 0;
    for (int round = 0; round < ROUNDS; round++) {
      Files.write(file, damaged(sound, random));
      if (isRefused(folder, "seed " + SEED + ", round " + round)) {
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(ROUNDS / 3);
  }

  private static boolean isRefused(GoldenFolder folder, String round) {
    try {
      ModelFolder.read(folder.path());
      return false;
    } catch (ModelException refusal) {
      assertThat(refusal.cure()).as(round).isNotBlank();
      return true;
    } catch (RuntimeException other) {
      throw new AssertionError(round, other);
    }
  }

  /**
   * Cuts, flips bits, or puts another token where a value stood; in a weight file only near its
   * header.
   */
  private static byte[] damaged(byte[] sound, Random random) {
    int reach = Math.min(sound.length, 4096);
    return switch (random.nextInt(3)) {
      case 0 -> Arrays.copyOf(sound, random.nextInt(sound.length));
      case 1 -> {
        byte[] flipped = sound.clone();
        flipped[random.nextInt(reach)] ^= (byte) (1 << random.nextInt(8));
        yield flipped;
      }
      default -> {
        String text = new String(sound, StandardCharsets.ISO_8859_1);
        int colon = text.indexOf(':', random.nextInt(reach));
        int end = colon < 0 ? -1 : text.indexOf(',', colon);
        String token = TOKENS[random.nextInt(TOKENS.length)];
        yield (end < 0 ? text + token : text.substring(0, colon + 1) + token + text.substring(end))
            .getBytes(StandardCharsets.ISO_8859_1);
      }
    };
  }
}
