package dev.tidewheel.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidewheel.broker.TopicPlan;
import dev.tidewheel.broker.Topics;
import dev.tidewheel.schema.Header;
import dev.tidewheel.testing.Log;
import dev.tidewheel.testing.NeedsKafka;
import dev.tidewheel.testing.TestKafka;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@NeedsKafka
@Timeout(120)
class FeederIT {
  private static final Duration LONG = Duration.ofSeconds(30);

  private final TestKafka kafka;
  private final TopicPlan plan;
  private final Log log;
  private final BlockingQueue<Delivery> deliveries = new LinkedBlockingQueue<>();
  private final AtomicInteger held = new AtomicInteger();
  private final AtomicInteger lost = new AtomicInteger();
  private final List<Feeder> feeders = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();

  FeederIT(TestKafka kafka) {
    this.kafka = kafka;
    this.plan = kafka.newTopics();
    this.log = new Log(kafka.client());
  }

  @BeforeEach
  void sendThree() {
    for (String value : new String[] {"one", "two", "three"}) {
      log.send(plan.names().requests(), "same key", value);
    }
  }

  @AfterEach
  void stop() throws InterruptedException {
    for (Feeder feeder : feeders) {
      feeder.drain(Duration.ZERO);
    }
    for (Feeder feeder : feeders) {
      assertThat(feeder.awaitEnd(LONG)).isTrue();
    }
    assertThat(held).hasValue(0);
    log.close();
  }

  @Test
  void handsOverARecordWhole() throws InterruptedException {
    log.send(
        plan.names().requests(),
        "k",
        "v",
        new Header("traceparent", new byte[] {1, 2}),
        new Header("empty", null));
    start(1);
    for (int i = 0; i < 3; i++) {
      next().done();
    }
    Delivery last = next();
    assertThat(last.key()).asString().isEqualTo("k");
    assertThat(text(last)).isEqualTo("v");
    assertThat(last.headers())
        .containsExactly(new Header("traceparent", new byte[] {1, 2}), new Header("empty", null));
    assertThat(last.origin().topic()).isEqualTo(plan.names().requests());
    assertThat(last.origin().attempt()).isEqualTo(1);
    assertThat(last.origin().timestampMillis())
        .isBetween(System.currentTimeMillis() - 60_000, System.currentTimeMillis());
    last.done();
  }

  @Test
  void takesNoMoreThanItHoldsUntilAllAreAnswered() throws InterruptedException {
    start(2);
    Delivery one = next();
    Delivery two = next();
    assertThat(held).hasValue(2);
    two.done();
    await().atMost(LONG).until(() -> held.get() == 1);
    assertThat(deliveries.poll(1500, TimeUnit.MILLISECONDS)).isNull();
    one.done();
    Delivery three = next();
    assertThat(text(three)).isEqualTo("three");
    three.done();
  }

  @Test
  void acknowledgesOneRecordWhileItHoldsOthers() throws InterruptedException {
    Feeder feeder = start(3);
    Delivery one = next();
    Delivery two = next();
    Delivery three = next();
    two.done();
    await().atMost(LONG).until(() -> held.get() == 2);
    interrupt(feeder);

    start(3);
    List<Delivery> again = List.of(next(), next());
    assertThat(again).extracting(FeederIT::text).containsExactlyInAnyOrder(text(one), text(three));
    assertThat(again).extracting(delivery -> delivery.origin().attempt()).containsOnly(2);
    again.forEach(Delivery::done);
    assertThat(deliveries.poll(1, TimeUnit.SECONDS)).isNull();
  }

  @Test
  void whatIsHandedBackComesAgain() throws InterruptedException {
    start(1);
    Delivery first = next();
    first.later();
    first.done();
    Delivery again = next();
    assertThat(text(again)).isEqualTo(text(first));
    assertThat(again.origin().attempt()).isEqualTo(2);
    again.done();
    next().done();
    next().done();
  }

  @Test
  void drainLetsHeldRecordsFinish() throws InterruptedException {
    Feeder feeder = start(1);
    Delivery one = next();
    feeder.drain(LONG);
    assertThat(feeder.awaitEnd(Duration.ofMillis(1500))).isFalse();
    one.done();
    assertThat(feeder.awaitEnd(LONG)).isTrue();

    start(3);
    assertThat(List.of(text(next()), text(next()))).containsExactlyInAnyOrder("two", "three");
    assertThat(deliveries.poll(1, TimeUnit.SECONDS)).isNull();
  }

  @Test
  void drainHandsBackWhatIsHeldWhenItsGraceIsOver() throws InterruptedException {
    Feeder feeder = start(1);
    Delivery one = next();
    feeder.drain(Duration.ofMillis(300));
    assertThat(feeder.awaitEnd(LONG)).isTrue();
    one.done();

    start(3);
    List<Delivery> all = List.of(next(), next(), next());
    assertThat(all)
        .filteredOn(delivery -> text(delivery).equals(text(one)))
        .singleElement()
        .satisfies(delivery -> assertThat(delivery.origin().attempt()).isEqualTo(2));
    all.forEach(Delivery::done);
  }

  @Test
  void aReceiverThatThrowsLosesNothing() throws InterruptedException {
    var refusals = new AtomicInteger();
    Feeder feeder =
        new Feeder(
            settings(1),
            delivery -> {
              if (refusals.getAndIncrement() == 0) {
                throw new IllegalStateException("made by the test");
              }
              deliveries.add(delivery);
            },
            listener());
    launch(feeder);
    Delivery again = next();
    assertThat(again.origin().attempt()).isEqualTo(2);
    again.done();
    next().done();
    next().done();
  }

  @Test
  void anyFreeFeederTakesTheNextRecord() throws InterruptedException {
    for (int i = 0; i < 3; i++) {
      start(1);
    }
    List<Delivery> all = List.of(next(), next(), next());
    assertThat(all).extracting(FeederIT::text).containsExactlyInAnyOrder("one", "two", "three");
    all.forEach(Delivery::done);
  }

  @Test
  void keepsWhatTakesLongerThanTheLock() throws InterruptedException {
    Duration lock = Duration.ofSeconds(2);
    Topics.create(kafka.client(), plan.withLock(lock), TestKafka.PATIENCE);
    start(2);
    Delivery one = next();
    Delivery two = next();
    start(2);
    Delivery three = next();
    assertThat(List.of(text(one), text(two), text(three))).containsExactly("one", "two", "three");
    assertThat(three.origin().attempt()).isEqualTo(1);
    three.done();
    assertThat(deliveries.poll(2 * lock.toMillis(), TimeUnit.MILLISECONDS)).isNull();
    two.done();
    assertThat(deliveries.poll(2 * lock.toMillis(), TimeUnit.MILLISECONDS)).isNull();
    one.done();
    await().atMost(LONG).until(() -> held.get() == 0);
    assertThat(deliveries.poll(2 * lock.toMillis(), TimeUnit.MILLISECONDS)).isNull();
    assertThat(lost).hasValue(0);
  }

  private Feeder start(int holds) {
    return launch(new Feeder(settings(holds), deliveries::add, listener()));
  }

  private Feeder launch(Feeder feeder) {
    feeders.add(feeder);
    threads.add(Thread.ofVirtual().start(feeder));
    return feeder;
  }

  private void interrupt(Feeder feeder) throws InterruptedException {
    threads.get(feeders.indexOf(feeder)).interrupt();
    assertThat(feeder.awaitEnd(LONG)).isTrue();
  }

  private FeederSettings settings(int holds) {
    return new FeederSettings(
        kafka.client(), plan.names().requests(), plan.group(), "feeder-" + feeders.size(), holds);
  }

  private FeederListener listener() {
    return new FeederListener() {
      @Override
      public void heldChanged(int change) {
        held.addAndGet(change);
      }

      @Override
      public void acknowledgementsFailed(int count) {
        lost.addAndGet(count);
      }
    };
  }

  private Delivery next() throws InterruptedException {
    Delivery delivery = deliveries.poll(LONG.toSeconds(), TimeUnit.SECONDS);
    assertThat(delivery).as("a delivery").isNotNull();
    return delivery;
  }

  private static String text(Delivery delivery) {
    return new String(delivery.value(), StandardCharsets.UTF_8);
  }
}
