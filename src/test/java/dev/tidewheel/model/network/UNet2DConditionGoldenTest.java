package dev.tidewheel.model.network;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import dev.tidewheel.model.files.Safetensors;
import dev.tidewheel.model.network.NetworkRun.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.MethodSource;

/** Compares networks with what diffusers computed; tools/golden_unet_condition.py makes them. */
class UNet2DConditionGoldenTest {
  private static final Path GOLDENS = Path.of("src/test/resources/golden/unet_condition");
  private static final double TOLERANCE = 1e-5;

  static List<Path> folders() throws IOException {
    try (Stream<Path> folders = Files.list(GOLDENS)) {
      return folders.sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("folders")
  void agreesWithDiffusers(Path folder) {
    assertThat(error(folder, Precision.FLOAT32)).isLessThan(TOLERANCE);
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "FLOAT32")
  void staysCloseInSixteenBits(Precision precision) {
    double bound = precision == Precision.FLOAT16 ? 0.02 : 0.15;

    assertThat(error(GOLDENS.resolve("lcm"), precision)).isBetween(1e-5, bound);
    assertThat(error(GOLDENS.resolve("sd1"), precision)).isBetween(1e-5, bound);
  }

  private static double error(Path folder, Precision precision) {
    UNet2DConditionConfig config = UNet2DConditionConfig.read(folder.resolve("unet/config.json"));
    WrittenNetwork network = UNet2DConditionText.write(config);
    try (Safetensors golden = Safetensors.open(folder.resolve("golden.safetensors"));
        NetworkRun run = NetworkRun.load(network, folder.resolve("unet"), precision)) {
      List<String> names = new ArrayList<>(List.of("x", "time", "text"));
      config.guidanceWidth().ifPresent(_ -> names.add("condition"));
      NDArray[] arguments =
          names.stream().map(name -> run.tensor(golden, name)).toArray(NDArray[]::new);
      NDArray output = run.call(arguments).singletonOrThrow();
      return NetworkRun.relativeError(output, run.tensor(golden, "output"));
    }
  }
}
