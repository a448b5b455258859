package dev.tidewheel.model.network;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import dev.tidewheel.model.files.Safetensors;
import dev.tidewheel.model.network.NetworkRun.Precision;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UNet2DPrecisionTest {
  @ParameterizedTest
  @CsvSource({
    "no-middle, FLOAT16, 0.02",
    "no-middle, BFLOAT16, 0.15",
    "fourier, FLOAT16, 0.02",
    "fourier, BFLOAT16, 0.15"
  })
  void staysCloseInSixteenBits(String name, Precision precision, double bound) {
    Path folder = Path.of("src/test/resources/golden/unet", name);
    UNet2DConfig config = UNet2DConfig.read(folder.resolve("unet/config.json"));
    try (Safetensors golden = Safetensors.open(folder.resolve("golden.safetensors"));
        NetworkRun run =
            NetworkRun.load(UNet2DText.write(config), folder.resolve("unet"), precision)) {
      NDArray x = run.tensor(golden, "x");
      NDArray time = run.tensor(golden, "time");
      NDArray output =
          config.classes() instanceof UNet2DConfig.ClassEmbedding.None
              ? run.call(x, time).singletonOrThrow()
              : run.call(x, time, run.tensor(golden, "label")).singletonOrThrow();

      assertThat(NetworkRun.relativeError(output, run.tensor(golden, "output")))
          .isBetween(1e-5, bound);
    }
  }
}
