package dev.tidewheel.broker;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * A real Kafka inside this JVM: one node that is broker and controller (KRaft), for demos,
 * development and tests. It listens on localhost only, without a password.
 */
public final class EmbeddedBroker implements AutoCloseable {
  private static final int NODE_ID = 1;
  private static final String CONTROLLER = "CONTROLLER";

  private final KafkaRaftServer server;
  private final DataFolder folder;
  private final String bootstrap;

  private EmbeddedBroker(KafkaRaftServer server, DataFolder folder, String bootstrap) {
    this.server = server;
    this.folder = folder;
    this.bootstrap = bootstrap;
  }

  /**
   * Starts a broker and waits until it serves. A folder that was used before is opened again with
   * all that is in it.
   *
   * @param settings port, folder and limits
   * @throws BrokerStartException where it cannot start; names the port or folder and the way out
   */
  public static EmbeddedBroker start(BrokerSettings settings) {
    DataFolder folder = DataFolder.take(settings.data());
    try {
      int port = freePort(settings.port());
      Map<String, String> properties =
          BrokerProperties.of(NODE_ID, port, freePort(0), folder.log(), settings.longestLock());
      if (!folder.isFormatted()) {
        format(folder);
      }
      var server = new KafkaRaftServer(new KafkaConfig(properties, false), Time.SYSTEM);
      startup(server);
      return new EmbeddedBroker(server, folder, "localhost:" + port);
    } catch (BrokerStartException e) {
      folder.close();
      throw e;
    } catch (Exception e) {
      folder.close();
      throw new BrokerStartException(
          "cannot start a broker in %s (%s): if the folder is damaged, delete it or name another"
              .formatted(settings.data(), e),
          e);
    }
  }

  /** A Kafka that fails to start leaves threads behind, unless it is stopped. */
  private static void startup(KafkaRaftServer server) {
    try {
      server.startup();
    } catch (RuntimeException e) {
      server.shutdown();
      throw e;
    }
  }

  /** Where clients find it: {@code localhost:port}. */
  public String bootstrap() {
    return bootstrap;
  }

  /** Stops it and waits until it has stopped; the data stays. Closing twice does no harm. */
  @Override
  public void close() {
    server.shutdown();
    server.awaitShutdown();
    folder.close();
  }

  private static void format(DataFolder folder) throws Exception {
    new Formatter()
        .setPrintStream(
            new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
        .setClusterId(Uuid.randomUuid().toString())
        .setNodeId(NODE_ID)
        .setDirectories(List.of(folder.log().toString()))
        .setMetadataLogDirectory(folder.log().toString())
        .setControllerListenerName(CONTROLLER)
        .setSupportedFeatures(Feature.PRODUCTION_FEATURES)
        .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION)
        .run();
  }

  /**
   * Asks the system before Kafka does: a Kafka that finds its port taken ends the whole process.
   */
  private static int freePort(int wanted) {
    try (var socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getByName("localhost"), wanted));
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new BrokerStartException(
          "port %d on localhost cannot be used (%s): stop what listens there, or name another port;"
                  .formatted(wanted, e)
              + " 0 picks a free one",
          e);
    }
  }
}
