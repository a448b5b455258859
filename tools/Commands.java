import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import picocli.CommandLine;

/**
 * Runs many commands of Tidewheel in one JVM: `java -cp "target/tidewheel.jar:target/lib/*" tools/Commands.java`.
 *
 * <p>Each line of the standard input is a command: its arguments in Base64, with a space between them. Says `exit N` after each.
 */
public final class Commands {
  public static void main(String[] none) throws Exception {
    Method commandLine = Class.forName("dev.tidewheel.cli.Tidewheel").getDeclaredMethod("commandLine", Map.class);
    commandLine.setAccessible(true);
    BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      String[] arguments =
          Arrays.stream(line.split(" ", -1))
              .map(word -> new String(Base64.getDecoder().decode(word), StandardCharsets.UTF_8))
              .toArray(String[]::new);
      int exit = ((CommandLine) commandLine.invoke(null, System.getenv())).execute(arguments);
      System.out.println("exit " + exit);
    }
  }
}
