package io.leaderelection.evidence;

import io.leaderelection.it.apiserver.Account;
import io.leaderelection.it.proxy.TcpFaultProxy;

/**
 * The place of one replica: whoever runs there has its account and its network.
 *
 * @param account the user as which it speaks to the server
 * @param network its way to the server
 */
record Slot(Account account, TcpFaultProxy network) {}
