package io.leaderelection.lock.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.leaderelection.lock.LeaseRecord;
import io.leaderelection.lock.Seal;
import io.leaderelection.lock.Version;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * The text of a record file, format 1: lines of {@code key=value} in plain ASCII, everything else escaped as in Java.
 * The last line is a check sum over all others, so that an edit by hand, which raises no revision, is seen as another
 * version. A text that cannot be understood is a lease nevertheless: nobody is named in it and nobody may take it at
 * once, so candidates wait.
 */
final class RecordText {

    /** Stands in the place of the seal where the text is damaged. */
    static final String DAMAGED = "damaged";

    private static final String FORMAT = "1";
    private static final String CHECK_SUM = "sum";
    private static final Pattern ESCAPED = Pattern.compile("\\\\u(.{4})");
    private static final List<String> KEYS = List.of(
            "format",
            "uid",
            "revision",
            "holder",
            "duration",
            "acquired",
            "renewed",
            "transitions",
            "seal",
            "assignment",
            "lock",
            "pid",
            "start",
            "boot",
            "namespaces",
            CHECK_SUM);

    private RecordText() {}

    /** The bytes of the record file. */
    static byte[] write(FileLease lease) {
        List<String> lines = new ArrayList<>();
        LeaseRecord record = lease.record();
        add(lines, "format", FORMAT);
        add(lines, "uid", lease.version().uid());
        add(lines, "revision", lease.revision());
        add(lines, "holder", record.holderIdentity());
        add(lines, "duration", record.leaseDurationSeconds());
        add(lines, "acquired", record.acquireTime());
        add(lines, "renewed", record.renewTime());
        add(lines, "transitions", record.leaseTransitions());
        add(lines, "seal", record.seal());
        add(lines, "assignment", record.assignment());
        add(lines, "lock", lease.lock());
        ProcessMark writer = lease.writer();
        if (writer != null) {
            add(lines, "pid", writer.pid());
            add(lines, "start", writer.start());
            add(lines, "boot", writer.boot());
            add(lines, "namespaces", writer.namespaces());
        }
        lines.addAll(lease.foreign());
        add(lines, CHECK_SUM, sum(lines));
        return (String.join("\n", lines) + "\n").getBytes(UTF_8);
    }

    /** Reads any bytes, without exceptions. */
    static FileLease read(byte[] bytes) {
        try {
            return understood(new String(bytes, UTF_8).lines().toList());
        } catch (IllegalArgumentException | DateTimeException unreadable) {
            Version version = new Version(DAMAGED, DAMAGED + '-' + sum(bytes));
            return new FileLease(
                    new LeaseRecord(null, null, null, null, null, DAMAGED), version, 0, null, null, List.of());
        }
    }

    private static FileLease understood(List<String> lines) {
        Map<String, String> values = new LinkedHashMap<>();
        List<String> foreign = new ArrayList<>();
        List<String> summed = new ArrayList<>();
        for (String line : lines) {
            int equals = line.indexOf('=');
            String key = equals < 0 ? "" : line.substring(0, equals);
            if (!key.equals(CHECK_SUM)) {
                summed.add(line);
            }
            if (KEYS.contains(key)) {
                values.put(key, unescape(line.substring(equals + 1)));
            } else {
                foreign.add(line);
            }
        }
        if (!FORMAT.equals(values.get("format"))) {
            throw new IllegalArgumentException("another format");
        }
        String sum = sum(summed);
        return lease(values, sum.equals(values.get(CHECK_SUM)) ? "" : '-' + sum, foreign);
    }

    private static FileLease lease(Map<String, String> values, String edit, List<String> foreign) {
        long revision = Long.parseLong(required(values, "revision"));
        if (revision < 0 || revision > Seal.HIGHEST_TOKEN) {
            throw new IllegalArgumentException("no revision of ours");
        }
        LeaseRecord record = new LeaseRecord(
                values.get("holder"),
                number(values.get("duration")),
                time(values.get("acquired")),
                time(values.get("renewed")),
                number(values.get("transitions")),
                values.get("seal"),
                values.get("assignment"));
        Version version = new Version(required(values, "uid"), revision + edit);
        return new FileLease(record, version, revision, writer(values), values.get("lock"), foreign);
    }

    private static @Nullable ProcessMark writer(Map<String, String> values) {
        return values.containsKey("pid")
                ? new ProcessMark(
                        Long.parseLong(required(values, "pid")),
                        required(values, "start"),
                        required(values, "boot"),
                        required(values, "namespaces"))
                : null;
    }

    private static String required(Map<String, String> values, String key) {
        String value = values.get(key);
        if (value == null) {
            throw new IllegalArgumentException(key);
        }
        return value;
    }

    private static @Nullable Integer number(@Nullable String text) {
        return text == null ? null : Integer.valueOf(text);
    }

    private static @Nullable Instant time(@Nullable String text) {
        return text == null ? null : Instant.parse(text);
    }

    private static void add(List<String> lines, String key, @Nullable Object value) {
        if (value != null) {
            lines.add(key + '=' + escape(value.toString()));
        }
    }

    private static String escape(String value) {
        return value.chars()
                .mapToObj(c -> c < ' ' || c > '~' || c == '\\' ? String.format("\\u%04x", c) : Character.toString(c))
                .collect(Collectors.joining());
    }

    private static String unescape(String text) {
        return ESCAPED.matcher(text)
                .replaceAll(escaped ->
                        Matcher.quoteReplacement(Character.toString((char) Integer.parseInt(escaped.group(1), 16))));
    }

    private static String sum(List<String> lines) {
        return sum(String.join("\n", lines).getBytes(UTF_8));
    }

    private static String sum(byte[] bytes) {
        CRC32 sum = new CRC32();
        sum.update(bytes);
        return String.format("%08x", sum.getValue());
    }
}
