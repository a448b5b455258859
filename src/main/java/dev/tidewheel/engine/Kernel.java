package dev.tidewheel.engine;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.tidewheel.model.script.TorchScriptModule;
import dev.tidewheel.sampling.Row;

/**
 * The solver's arithmetic on the device: four functions over a slab {@code [slots, registers,
 * elements]}.
 *
 * <p>The tick matrix has a row an image: {@link #SLOT}, {@link #TIME}, {@link #LABEL}, {@link
 * #NO_LABEL}, the input row, then the update rows and the error row. Guided images come first; how
 * many there are is told by the length of a second, empty-handed tensor, since a number inside a
 * tensor would have to be waited for.
 */
final class Kernel implements AutoCloseable {
  static final int SLOT = 0;
  static final int TIME = 1;
  static final int LABEL = 2;
  static final int NO_LABEL = 3;
  static final int INPUT = 4;
  static final int UPDATE = INPUT + Row.REGISTERS;
  static final int ERROR = UPDATE + Row.REGISTERS * Row.WIDTH;
  static final int TICK_WIDTH = ERROR + Row.WIDTH;

  private static final String GATHER =
      """
      def forward(self,
          tick: Tensor, guided: Tensor, slab: Tensor) -> Tuple[Tensor, Tensor, Tensor, Tensor]:
        g = torch.size(guided, 0)
        slots = torch.to(torch.select(tick, 1, %1$d), 4)
        registers = torch.index_select(slab, 0, slots)
        weights = torch.unsqueeze(torch.slice(tick, 1, %2$d, %3$d, 1), 1)
        input = torch.squeeze(torch.bmm(weights, registers), 1)
        all = torch.cat([input, torch.slice(input, 0, 0, g, 1)], 0)
        x = torch.reshape(all, [-1, %4$d, %5$d, %6$d])
        time = torch.select(tick, 1, %7$d)
        times = torch.cat([time, torch.slice(time, 0, 0, g, 1)], 0)
        label = torch.select(tick, 1, %8$d)
        none = torch.slice(torch.select(tick, 1, %9$d), 0, 0, g, 1)
        labels = torch.cat([label, none], 0)
        return (x, times, labels, registers)
      """;

  private static final String ADVANCE =
      """
      def forward(self,
          tick: Tensor, guided: Tensor, slab: Tensor, registers: Tensor, output: Tensor) -> Tensor:
        g = torch.size(guided, 0)
        b = torch.size(tick, 0)
        slots = torch.to(torch.select(tick, 1, %1$d), 4)
        out = torch.reshape(output, [-1, %2$d])
        conditional = torch.slice(out, 0, 0, b, 1)
        own = torch.slice(out, 0, b, torch.add(b, g), 1)
        unconditional = torch.cat([own, torch.slice(conditional, 0, g, b, 1)], 0)
        outputs = [registers, torch.unsqueeze(conditional, 1), torch.unsqueeze(unconditional, 1)]
        full = torch.cat(outputs, 1)
        weights = torch.reshape(torch.slice(tick, 1, %3$d, %4$d, 1), [-1, %5$d, %6$d])
        after = torch.bmm(weights, full)
        error = torch.select(after, 1, %7$d)
        rms = torch.sqrt(torch.mean(torch.mul(error, error), [1]))
        largest = torch.amax(torch.abs(after), [1, 2])
        figures = torch.stack([rms, largest], 1)
        _0 = torch.index_copy_(slab, 0, slots, torch.slice(after, 1, 0, %7$d, 1))
        return figures
      """;

  private static final String ASSIGN =
      """
      def forward(self, arrivals: Tensor, slab: Tensor) -> Tensor:
        slots = torch.to(torch.select(arrivals, 1, 0), 4)
        noise = torch.unsqueeze(torch.slice(arrivals, 1, 1, %1$d, 1), 1)
        registers = torch.constant_pad_nd(noise, [0, 0, 0, %2$d], 0)
        return torch.index_copy_(slab, 0, slots, registers)
      """;

  private static final String FINISH =
      """
      def forward(self, departures: Tensor, slab: Tensor) -> Tensor:
        slots = torch.to(torch.select(departures, 1, 0), 4)
        weights = torch.unsqueeze(torch.slice(departures, 1, 1, %1$d, 1), 1)
        data = torch.squeeze(torch.bmm(weights, torch.index_select(slab, 0, slots)), 1)
        image = torch.reshape(data, [-1, %2$d, %3$d, %4$d])
        unit = torch.clamp(torch.add(torch.div(image, 2.), 0.5), 0., 1.)
        bytes = torch.to(torch.round(torch.mul(unit, 255.)), 0)
        return torch.contiguous(torch.permute(bytes, [0, 2, 3, 1]))
      """;

  private final TorchScriptModule gather;
  private final TorchScriptModule advance;
  private final TorchScriptModule assign;
  private final TorchScriptModule finish;

  Kernel(LatentShape shape, Device device) {
    int registers = Row.REGISTERS;
    gather =
        load(
            device,
            GATHER,
            SLOT,
            INPUT,
            UPDATE,
            shape.channels(),
            shape.height(),
            shape.width(),
            TIME,
            LABEL,
            NO_LABEL);
    advance =
        load(
            device,
            ADVANCE,
            SLOT,
            shape.elements(),
            UPDATE,
            TICK_WIDTH,
            registers + 1,
            Row.WIDTH,
            registers);
    assign = load(device, ASSIGN, shape.elements() + 1, registers - 1);
    finish = load(device, FINISH, registers + 1, shape.channels(), shape.height(), shape.width());
  }

  private static TorchScriptModule load(Device device, String text, Object... numbers) {
    return TorchScriptModule.load(text.formatted(numbers), device);
  }

  /**
   * What the network sees.
   *
   * @param x float32 [N, C, H, W]
   * @param times float32 [N]
   * @param labels float32 [N]
   * @param registers float32 [B, registers, elements]
   */
  record Gathered(NDArray x, NDArray times, NDArray labels, NDArray registers) {}

  /** Forms the inputs of a tick. */
  Gathered gather(NDArray tick, NDArray guided, NDArray slab) {
    NDList out = gather.call(tick, guided, slab);
    return new Gathered(out.get(0), out.get(1), out.get(2), out.get(3));
  }

  /**
   * Replaces the registers; gives [B, 2]: the error's root mean square, and the largest magnitude.
   */
  NDArray advance(NDArray tick, NDArray guided, NDArray slab, NDArray registers, NDArray output) {
    return advance.call(tick, guided, slab, registers, output).singletonOrThrow();
  }

  /** Puts noise into register 0 of slots and zeroes the others; arrivals are [A, 1 + elements]. */
  void assign(NDArray arrivals, NDArray slab) {
    assign.call(arrivals, slab).close();
  }

  /**
   * Pixels, uint8 [F, H, W, C], by {@code round(255 clamp(x / 2 + 1/2))}; departures are [F, 1 +
   * registers].
   */
  NDArray finish(NDArray departures, NDArray slab) {
    return finish.call(departures, slab).singletonOrThrow();
  }

  @Override
  public void close() {
    gather.close();
    advance.close();
    assign.close();
    finish.close();
  }
}
