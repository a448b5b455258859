package dev.tidewheel.calibration;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tidewheel.model.ModelFolder;
import dev.tidewheel.model.files.ModelException;
import dev.tidewheel.sampling.calibrated.Calibration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The table beside a model that holds its calibration.
 *
 * @param format what kind of file this is
 * @param provenance where it comes from
 * @param entries the tables, by rising guidance
 */
public record CalibrationFile(String format, Provenance provenance, List<Entry> entries) {
  /** Its name in the model's folder. */
  public static final String NAME = "calibration.json";

  private static final String FORMAT = "tidewheel-calibration-2";
  private static final String CURE = "Run 'tidewheel calibrate %s', or remove the file";

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /** Copies the list and refuses tables out of order. */
  public CalibrationFile {
    entries = List.copyOf(entries);
    var unused = new Calibration(entries.stream().map(Entry::table).toList());
  }

  /**
   * A table.
   *
   * @param settings how it was made
   * @param table the solvers
   */
  public record Entry(CalibrationSettings settings, Calibration.Table table) {}

  /** A file without tables yet would be none: this one holds those of a calibration. */
  public static CalibrationFile of(
      Provenance provenance, CalibrationSettings settings, Calibration calibration) {
    return new CalibrationFile(
        FORMAT,
        provenance,
        calibration.tables().stream().map(table -> new Entry(settings, table)).toList());
  }

  /** This file with the tables of another calibration: they replace those of the same guidance. */
  public CalibrationFile with(CalibrationFile newer) {
    Map<Double, Entry> all = new TreeMap<>();
    entries.forEach(entry -> all.put(entry.table.guidance(), entry));
    newer.entries.forEach(entry -> all.put(entry.table.guidance(), entry));
    return new CalibrationFile(format, newer.provenance, List.copyOf(all.values()));
  }

  /** The solvers. */
  public Calibration calibration() {
    return new Calibration(entries.stream().map(Entry::table).toList());
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
