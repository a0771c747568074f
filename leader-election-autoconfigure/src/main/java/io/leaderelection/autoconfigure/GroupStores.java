package io.leaderelection.autoconfigure;

import io.leaderelection.lock.LeaseStore;
import java.util.List;

/**
 * The open stores of one group.
 *
 * @param seats those of the seats, by their numbers
 * @param guarded the same leases, for standing by
 * @param assignment that of the assignment
 */
record GroupStores(List<LeaseStore> seats, List<LeaseStore> guarded, LeaseStore assignment) {}
