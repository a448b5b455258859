package dev.tidewheel.engine;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.tidewheel.model.script.TorchScriptModule;
import dev.tidewheel.sampling.Row;

/**
 * The solver's arithmetic on the device: functions over a slab {@code [slots, registers,
 * elements]}.
 *
 * <p>A tick's matrix is laid out by {@link TickLayout}; the registers that take part are those of
 * the slab that is handed over, which may be a view of the first ones. Guided images come first;
 * how many there are is told by the length of a second, empty-handed tensor, since a number inside
 * a tensor would have to be waited for. In the same way the extra columns, shaped row and fresh
 * noise, are an empty tensor in ticks where no image needs them.
 */
final class Kernel implements AutoCloseable {
  private static final String GATHER =
      """
      def forward(self,
          tick: Tensor, guided: Tensor, slab: Tensor) -> Tuple[Tensor, Tensor, Tensor, Tensor]:
        g = torch.size(guided, 0)
        slots = torch.to(torch.select(tick, 1, %1$d), 4)
        registers = torch.index_select(slab, 0, slots)
        end = torch.add(%2$d, torch.size(slab, 1))
        weights = torch.unsqueeze(torch.slice(tick, 1, %2$d, end, 1), 1)
        input = torch.squeeze(torch.bmm(weights, registers), 1)
        time = torch.select(tick, 1, %6$d)
        label = torch.select(tick, 1, %7$d)
        if torch.eq(g, 0):
          all = input
          times = torch.contiguous(time)
          labels = torch.contiguous(label)
        else:
          none = torch.slice(torch.select(tick, 1, %8$d), 0, 0, g, 1)
          all = torch.cat([input, torch.slice(input, 0, 0, g, 1)], 0)
          times = torch.cat([time, torch.slice(time, 0, 0, g, 1)], 0)
          labels = torch.cat([label, none], 0)
        x = torch.reshape(all, [-1, %3$d, %4$d, %5$d])
        return (x, times, labels, registers)
      """;

  private static final String OUTPUTS =
      """
      g = torch.size(guided, 0)
      b = torch.size(tick, 0)
      span = torch.size(registers, 1)
      width = torch.add(span, %2$d)
      update = torch.add(span, %3$d)
      error_at = torch.add(update, torch.mul(span, width))
      shaped_at = torch.add(error_at, width)
      out = torch.reshape(output, [-1, 1, %1$d])
      if torch.eq(g, 0):
        pair = torch.expand(out, [-1, 2, -1])
      else:
        conditional = torch.slice(out, 0, 0, b, 1)
        own = torch.slice(out, 0, b, torch.add(b, g), 1)
        unconditional = torch.cat([own, torch.slice(conditional, 0, g, b, 1)], 0)
        pair = torch.cat([conditional, unconditional], 1)
      """
          .indent(2);

  private static final String ADVANCE =
      """
      def forward(self, tick: Tensor, guided: Tensor, slab: Tensor, registers: Tensor,
          output: Tensor, extra: Tensor) -> Tensor:
      """
          + OUTPUTS
          + """
            full = torch.cat([registers, pair, extra], 1)
            slots = torch.to(torch.select(tick, 1, %4$d), 4)
            flat = torch.slice(tick, 1, update, shaped_at, 1)
            rows = torch.reshape(flat, [-1, torch.add(span, 1), width])
            weights = torch.slice(rows, 2, 0, torch.size(full, 1), 1)
            after = torch.bmm(weights, full)
            figures = torch.linalg_vector_norm(after, 2, [2])
            _0 = torch.index_copy_(slab, 0, slots, torch.slice(after, 1, 0, span, 1))
            return figures
            """
              .indent(2);

  /** Bounds: a limit; or a quantile, at least 1 and at most the limit, which becomes 1. */
  private static final String SHAPE =
      """
      def forward(self, tick: Tensor, guided: Tensor, registers: Tensor, output: Tensor,
          fresh: Tensor) -> Tensor:
      """
          + OUTPUTS
          + """
            end = torch.add(shaped_at, torch.add(span, 2))
            weights = torch.unsqueeze(torch.slice(tick, 1, shaped_at, end, 1), 1)
            row = torch.squeeze(torch.bmm(weights, torch.cat([registers, pair], 1)), 1)
            limit = torch.slice(tick, 1, %4$d, %5$d, 1)
            ratio = torch.slice(tick, 1, %5$d, %6$d, 1)
            sorted, _0 = torch.sort(torch.abs(row), 1)
            at = torch.mul(torch.clamp_min(ratio, 0.), %7$d.)
            low = torch.floor(at)
            below = torch.gather(sorted, 1, torch.to(low, 4))
            above = torch.gather(sorted, 1, torch.to(torch.ceil(at), 4))
            quantile = torch.add(below, torch.mul(torch.sub(above, below), torch.sub(at, low)))
            follows = torch.ge(ratio, 0.)
            kept = torch.minimum(torch.clamp_min(quantile, 1.), limit)
            bound = torch.where(follows, kept, limit)
            unit = torch.where(follows, bound, torch.ones_like(bound))
            bounded = torch.minimum(torch.maximum(row, torch.neg(bound)), bound)
            return torch.stack([torch.div(bounded, unit), fresh], 1)
            """
              .indent(2);

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
        return torch.reshape(data, [-1, %2$d, %3$d, %4$d])
      """;

  /** The texts of a tick: a slot's own row, and for guided images the one so many rows below. */
  private static final String TEXTS =
      """
      def forward(self, tick: Tensor, guided: Tensor, table: Tensor) -> Tensor:
        slots = torch.to(torch.select(tick, 1, %1$d), 4)
        own = torch.slice(slots, 0, 0, torch.size(guided, 0), 1)
        rows = torch.cat([slots, torch.add(own, %2$d)], 0)
        return torch.index_select(table, 0, rows)
      """;

  /**
   * Both outputs of guided images, times 1 + r (std(conditional) / std(guided) - 1): the guided
   * output is a sum of the two, and so it is multiplied by the same.
   */
  private static final String RESCALE =
      """
      def forward(self, factors: Tensor, output: Tensor) -> Tensor:
        guided = torch.size(factors, 0)
        images = torch.sub(torch.size(output, 0), guided)
        conditional = torch.flatten(torch.slice(output, 0, 0, guided, 1), 1)
        unconditional = torch.flatten(torch.slice(output, 0, images, 9223372036854775807, 1), 1)
        scale = torch.slice(factors, 1, 0, 1, 1)
        share = torch.slice(factors, 1, 1, 2, 1)
        sum = torch.lerp(unconditional, conditional, torch.expand_as(scale, conditional))
        ratio = torch.div(torch.std(conditional, [1], True, True), torch.std(sum, [1], True, True))
        kept = torch.nan_to_num(torch.sub(ratio, 1), 0., 0., 0.)
        factor = torch.add(torch.mul(share, kept), 1)
        plain = torch.new_ones(output, [torch.sub(images, guided), 1])
        all = torch.cat([factor, plain, factor], 0)
        return torch.view_as(torch.mul(torch.flatten(output, 1), all), output)
      """;

  private static final String KEEP =
      """
      def forward(self, places: Tensor, rows: Tensor, table: Tensor) -> Tensor:
        return torch.index_copy_(table, 0, torch.to(places, 4), rows)
      """;

  /** Data in [-1, 1] as pixels, by {@code round(255 clamp(x / 2 + 1/2))}. */
  private static final String PIXELS =
      """
      def forward(self, image: Tensor) -> Tensor:
        unit = torch.clamp(torch.add(torch.div(image, 2.), 0.5), 0., 1.)
        bytes = torch.to(torch.round(torch.mul(unit, 255.)), 0)
        return torch.contiguous(torch.permute(bytes, [0, 2, 3, 1]))
      """;

  private final TorchScriptModule gather;
  private final TorchScriptModule advance;
  private final TorchScriptModule shape;
  private final TorchScriptModule assign;
  private final TorchScriptModule finish;
  private final TorchScriptModule texts;
  private final TorchScriptModule rescale;
  private final TorchScriptModule keep;
  private final TorchScriptModule pixels;

  Kernel(ImageShape shape, int slots, Device device) {
    int registers = Row.REGISTERS;
    int elements = shape.elements();
    gather =
        load(
            device,
            GATHER,
            TickLayout.SLOT,
            TickLayout.INPUT,
            shape.channels(),
            shape.height(),
            shape.width(),
            TickLayout.TIME,
            TickLayout.LABEL,
            TickLayout.NO_LABEL);
    advance = load(device, ADVANCE, elements, TickLayout.OTHERS, TickLayout.INPUT, TickLayout.SLOT);
    this.shape =
        load(
            device,
            SHAPE,
            elements,
            TickLayout.OTHERS,
            TickLayout.INPUT,
            TickLayout.LIMIT,
            TickLayout.RATIO,
            TickLayout.RATIO + 1,
            elements - 1);
    assign = load(device, ASSIGN, shape.elements() + 1, registers - 1);
    finish = load(device, FINISH, registers + 1, shape.channels(), shape.height(), shape.width());
    texts = load(device, TEXTS, TickLayout.SLOT, slots);
    rescale = load(device, RESCALE);
    keep = load(device, KEEP);
    pixels = load(device, PIXELS);
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
   * @param registers float32 [B, registers that take part, elements]
   */
  record Gathered(NDArray x, NDArray times, NDArray labels, NDArray registers) {}

  /**
   * Forms the inputs of a tick.
   *
   * @param slab [slots, registers that take part, elements]
   */
  Gathered gather(NDArray tick, NDArray guided, NDArray slab) {
    NDList out = gather.call(tick, guided, slab);
    return new Gathered(out.get(0), out.get(1), out.get(2), out.get(3));
  }

  /**
   * The shaped row and the fresh noise of a tick, [B, 2, elements].
   *
   * @param fresh [B, elements]
   */
  NDArray shape(NDArray tick, NDArray guided, NDArray registers, NDArray output, NDArray fresh) {
    return shape.call(tick, guided, registers, output, fresh).singletonOrThrow();
  }

  /**
   * Replaces the registers; gives [B, registers that take part + 1]: Euclidean norms of their new
   * values and of the error row. Norms are finite where all numbers are.
   *
   * @param extra what {@link #shape} gave, or [B, 0, elements]
   */
  NDArray advance(
      NDArray tick,
      NDArray guided,
      NDArray slab,
      NDArray registers,
      NDArray output,
      NDArray extra) {
    return advance.call(tick, guided, slab, registers, output, extra).singletonOrThrow();
  }

  /** Puts noise into register 0 of slots and zeroes the others; arrivals are [A, 1 + elements]. */
  void assign(NDArray arrivals, NDArray slab) {
    assign.call(arrivals, slab).close();
  }

  /** Puts rows of texts into a table; places are [R]. */
  void keep(NDArray places, NDArray rows, NDArray table) {
    keep.call(places, rows, table).close();
  }

  /** The texts of a tick, [N, E]. */
  NDArray texts(NDArray tick, NDArray guided, NDArray table) {
    return texts.call(tick, guided, table).singletonOrThrow();
  }

  /**
   * The outputs of a tick, rescaled.
   *
   * @param factors guidance scale and share of the rescaling of each guided image, [G, 2]
   * @param output [N, C, H, W]
   */
  NDArray rescale(NDArray factors, NDArray output) {
    return rescale.call(factors, output).singletonOrThrow();
  }

  /** The data of images that are done, [F, C, H, W]; departures are [F, 1 + registers]. */
  NDArray finish(NDArray departures, NDArray slab) {
    return finish.call(departures, slab).singletonOrThrow();
  }

  /** Pixels, uint8 [N, H, W, C], of data in [-1, 1], [N, C, H, W]. */
  NDArray pixels(NDArray data) {
    return pixels.call(data).singletonOrThrow();
  }

  @Override
  public void close() {
    gather.close();
    advance.close();
    shape.close();
    assign.close();
    finish.close();
    texts.close();
    rescale.close();
    keep.close();
    pixels.close();
  }
}
