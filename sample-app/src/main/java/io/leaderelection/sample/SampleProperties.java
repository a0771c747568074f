package io.leaderelection.sample;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Options of the sample.
 *
 * @param ledger the file that the leader writes to, the same for all replicas
 * @param interval from one line to the next
 * @param hold time spent inside each protected call before the line is written
 * @param history file of this replica's own history, or an existing folder for such files, for tests; none if absent
 * @param console whether to obey commands on the standard input, to exit at its end, and to tell the history on the
 *     standard output; for the process that started this one
 */
@ConfigurationProperties("sample")
public record SampleProperties(
        @DefaultValue("target/ledger.txt") Path ledger,
        @DefaultValue("1s") Duration interval,
        @DefaultValue("0ms") Duration hold,
        @Nullable Path history,
        boolean console) {}
