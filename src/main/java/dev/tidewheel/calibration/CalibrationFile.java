package dev.tidewheel.calibration;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tidewheel.model.ModelException;
import dev.tidewheel.model.ModelFolder;
import dev.tidewheel.sampling.Calibration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * The table beside a model that holds its calibration.
 *
 * @param format what kind of file this is
 * @param provenance where it comes from
 * @param calibration the solvers
 */
public record CalibrationFile(String format, Provenance provenance, Calibration calibration) {
  /** Its name in the model's folder. */
  public static final String NAME = "calibration.json";

  private static final String FORMAT = "tidewheel-calibration-1";
  private static final String CURE = "Run 'tidewheel calibrate %s', or remove the file";

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /** The file of a calibration. */
  public static CalibrationFile of(Provenance provenance, Calibration calibration) {
    return new CalibrationFile(FORMAT, provenance, calibration);
  }

  /**
   * The calibration beside a model, if there is one.
   *
   * @throws ModelException if it is broken, of another format or of other weights
   */
  public static Optional<CalibrationFile> beside(ModelFolder folder) {
    Path file = folder.path().resolve(NAME);
    return Files.exists(file) ? Optional.of(read(file, folder)) : Optional.empty();
  }

  private static CalibrationFile read(Path file, ModelFolder folder) {
    String cure = CURE.formatted(folder.path());
    CalibrationFile table = parse(file, cure);
    if (!table.format.equals(FORMAT)) {
      throw new ModelException(
          file, "has the format '%s', not '%s'".formatted(table.format, FORMAT), cure);
    }
    if (!table.provenance.weights().equals(folder.digest())) {
      throw new ModelException(file, "was made for other weights than the model's", cure);
    }
    return table;
  }

  private static CalibrationFile parse(Path file, String cure) {
    try {
      return JSON.readValue(file.toFile(), CalibrationFile.class);
    } catch (JsonProcessingException e) {
      String place =
          e.getLocation() == null ? "" : " (line %d)".formatted(e.getLocation().getLineNr());
      throw new ModelException(
          file, "is no calibration%s: %s".formatted(place, e.getOriginalMessage()), cure, e);
    } catch (IOException e) {
      throw new ModelException(file, "cannot be read", cure, e);
    }
  }

  /** Writes it, replacing what is there in one move. */
  public void write(Path file) throws IOException {
    Path draft = file.resolveSibling(file.getFileName() + ".tmp");
    Files.writeString(draft, JSON.writeValueAsString(this) + '\n');
    Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
  }
}
