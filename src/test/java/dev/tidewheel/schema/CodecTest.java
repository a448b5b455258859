package dev.tidewheel.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidewheel.avro.AdaptiveSteps;
import dev.tidewheel.avro.Cancellation;
import dev.tidewheel.avro.EventKind;
import dev.tidewheel.avro.GenerationRequest;
import dev.tidewheel.avro.Problem;
import dev.tidewheel.avro.RequestEvent;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.avro.SchemaNormalization;
import org.junit.jupiter.api.Test;

class CodecTest {
  private static final GenerationRequest REQUEST =
      GenerationRequest.newBuilder()
          .setId("a1")
          .setModel("fashion-flow")
          .setPrompt("Stiefel \u00df\uD83D\uDC62")
          .setClassLabel(9)
          .setSteps(
              AdaptiveSteps.newBuilder().setTolerance(0.05).setMinimum(4).setMaximum(20).build())
          .setDeadline(Instant.ofEpochMilli(1_795_516_985_738L))
          .setMetadata(Map.of("a", "b"))
          .build();

  @Test
  void readsWhatItWrote() {
    assertThat(Codecs.REQUEST.decode(Codecs.REQUEST.encode(REQUEST)))
        .isEqualTo(new Decoded.Value<>(REQUEST));
  }

  @Test
  void writesTheHeaderOfTheSpecification() {
    byte[] bytes = Codecs.REQUEST.encode(REQUEST);
    assertThat(HexFormat.of().formatHex(bytes, 0, 2)).isEqualTo("c301");
    assertThat(ByteBuffer.wrap(bytes, 2, 8).order(ByteOrder.LITTLE_ENDIAN).getLong())
        .isEqualTo(SchemaNormalization.parsingFingerprint64(GenerationRequest.getClassSchema()));
  }

  @Test
  void refusesEveryTruncation() {
    byte[] bytes = Codecs.REQUEST.encode(REQUEST);
    for (int length = 0; length < bytes.length; length++) {
      assertThat(reason(Arrays.copyOf(bytes, length))).as("%d bytes", length).isNotEmpty();
    }
  }

  @Test
  void namesTheFieldThatIsCutOff() {
    byte[] bytes = Codecs.REQUEST.encode(REQUEST);
    assertThat(reason(Arrays.copyOf(bytes, bytes.length - 1)))
        .startsWith("GenerationRequest.metadata is cut off");
    assertThat(reason(Arrays.copyOf(bytes, 14))).startsWith("GenerationRequest.model claims");
  }

  @Test
  void refusesTrailingBytes() {
    byte[] bytes = Codecs.REQUEST.encode(REQUEST);
    assertThat(reason(Arrays.copyOf(bytes, bytes.length + 3))).contains("3 stray bytes");
  }

  @Test
  void namesTheRecordThatItIsInstead() {
    byte[] cancellation =
        Codecs.CANCELLATION.encode(
            Cancellation.newBuilder().setRequestId("x").setAt(Instant.EPOCH).build());
    assertThat(reason(cancellation)).isEqualTo("is a Cancellation, not a GenerationRequest");
  }

  @Test
  void saysThatASchemaIsNotKnown() {
    byte[] bytes = Codecs.REQUEST.encode(REQUEST);
    bytes[4]++;
    assertThat(reason(bytes)).contains("fingerprint").contains("not known here");
  }

  @Test
  void saysThatTextIsNoRecord() {
    assertThat(reason("{\"id\": \"plain JSON\"}".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo("starts with 7B22, not with C301: it is not in Avro single-object encoding");
  }

  @Test
  void refusesLengthsBeyondTheBytesBeforeAllocating() {
    for (long length :
        new long[] {Integer.MAX_VALUE, Long.MAX_VALUE, Long.MIN_VALUE, -1, 1 << 30}) {
      assertThat(reason(withHeader(varint(length)))).as("%d", length).contains("claims a length");
    }
  }

  @Test
  void refusesItemCountsBeyondTheBytesBeforeAllocating() {
    RequestEvent event =
        RequestEvent.newBuilder()
            .setRequestId("r")
            .setKind(EventKind.REFUSED)
            .setAt(Instant.EPOCH)
            .setWorker("w")
            .setAttempt(1)
            .setProblems(List.of(new Problem("f", "m")))
            .build();
    byte[] whole = Codecs.EVENT.encode(event);
    byte[] beforeProblems = Arrays.copyOf(whole, whole.length - 6);
    for (long count : new long[] {Long.MAX_VALUE, Integer.MAX_VALUE, Long.MIN_VALUE}) {
      byte[] bytes = concat(beforeProblems, varint(count), varint(0));
      assertThat(Codecs.EVENT.decode(bytes))
          .as("%d", count)
          .isInstanceOfSatisfying(
              Decoded.Undecodable.class,
              no -> assertThat(no.reason()).startsWith("RequestEvent.problems claims"));
    }
  }

  @Test
  void survivesRandomDamage() {
    long seed = System.nanoTime();
    var random = new Random(seed);
    byte[] good = Codecs.REQUEST.encode(REQUEST);
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = good.clone();
      for (int change = random.nextInt(1, 4); change > 0; change--) {
        bytes[random.nextInt(10, bytes.length)] = (byte) random.nextInt();
      }
      assertThat(Codecs.REQUEST.decode(bytes)).as("seed %d, round %d", seed, i).isNotNull();
    }
  }

  @Test
  void survivesRandomBytes() {
    long seed = System.nanoTime();
    var random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      byte[] noise = new byte[random.nextInt(200)];
      random.nextBytes(noise);
      assertThat(Codecs.REQUEST.decode(noise))
          .as("seed %d, round %d", seed, i)
          .isInstanceOf(Decoded.Undecodable.class);
      assertThat(Codecs.REQUEST.decode(withHeader(noise)))
          .as("seed %d, round %d", seed, i)
          .isNotNull();
    }
  }

  @Test
  void mayBeSharedByThreads() throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Future<Boolean>> rounds =
          IntStream.range(0, 2_000)
              .mapToObj(
                  i ->
                      threads.submit(
                          () -> {
                            GenerationRequest request =
                                GenerationRequest.newBuilder(REQUEST).setSeed(i).build();
                            return Codecs.REQUEST
                                .decode(Codecs.REQUEST.encode(request))
                                .equals(new Decoded.Value<>(request));
                          }))
              .toList();
      for (Future<Boolean> same : rounds) {
        assertThat(same.get()).isTrue();
      }
    }
  }

  private static String reason(byte[] bytes) {
    return switch (Codecs.REQUEST.decode(bytes)) {
      case Decoded.Undecodable<GenerationRequest>(String reason) -> reason;
      case Decoded.Value<GenerationRequest>(GenerationRequest value) -> "read as " + value;
    };
  }

  private static byte[] withHeader(byte[] datum) {
    return concat(Arrays.copyOf(Codecs.REQUEST.encode(REQUEST), 10), datum);
  }

  private static byte[] varint(long value) {
    long raw = (value << 1) ^ (value >> 63);
    byte[] bytes = new byte[10];
    int length = 0;
    while ((raw & ~0x7FL) != 0) {
      bytes[length++] = (byte) (raw & 0x7F | 0x80);
      raw >>>= 7;
    }
    bytes[length++] = (byte) raw;
    return Arrays.copyOf(bytes, length);
  }

  private static byte[] concat(byte[]... parts) {
    ByteBuffer whole = ByteBuffer.allocate(Arrays.stream(parts).mapToInt(p -> p.length).sum());
    for (byte[] part : parts) {
      whole.put(part);
    }
    return whole.array();
  }
}
