package io.leaderelection.lock.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.leaderelection.lock.LeaseRecord;
import io.leaderelection.lock.Stranger;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A person with a text editor, who does not know of check sums and revisions. */
final class RecordEditor implements Stranger {

    private final Path record;

    RecordEditor(Path directory, String name) {
        this.record = directory.resolve(name + ".record");
    }

    @Override
    public boolean overwrite(LeaseRecord changed) {
        FileLease before = present();
        FileLease after = before == null
                ? FileLease.first("by-hand", changed, 1, null, "none")
                : new FileLease(
                        changed, before.version(), before.revision(), before.writer(), before.lock(), before.foreign());
        save(new String(RecordText.write(after), UTF_8).replaceFirst("sum=.*", "sum=by-hand"));
        return true;
    }

    /** Writes the record as a store would. */
    void forge(FileLease lease) {
        save(new String(RecordText.write(lease), UTF_8));
    }

    /** Changes the text. */
    void edit(UnaryOperator<String> change) {
        save(change.apply(text()));
    }

    @Override
    public void delete() {
        try {
            Files.deleteIfExists(record);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public boolean leaveNote(String text) {
        edit(before -> before + "note=" + URLEncoder.encode(text, UTF_8) + "\n");
        return true;
    }

    @Override
    public Optional<String> note() {
        List<String> notes =
                text().lines().filter(line -> line.startsWith("note=")).toList();
        return notes.stream().reduce((a, b) -> b).map(line -> URLDecoder.decode(line.substring(5), UTF_8));
    }

    FileLease lease() {
        return RecordText.read(text().getBytes(UTF_8));
    }

    /** Replaces the whole text, by a move as good editors do. */
    void save(String text) {
        try {
            Path draft = record.resolveSibling("draft");
            Files.writeString(draft, text);
            Files.move(draft, record, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private @Nullable FileLease present() {
        return Files.exists(record) ? lease() : null;
    }

    private String text() {
        try {
            return Files.readString(record);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
