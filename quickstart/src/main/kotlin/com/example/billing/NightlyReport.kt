package com.example.billing

import io.leaderelection.LeaderOnly
import org.slf4j.LoggerFactory
import org.springframework.scheduling.annotation.Scheduled
import org.springframework.stereotype.Component

@Component
@LeaderOnly
class NightlyReport {

    private val log = LoggerFactory.getLogger(javaClass)

    @Scheduled(cron = "0 0 3 * * *")
    fun write() = log.info("Report written")
}
