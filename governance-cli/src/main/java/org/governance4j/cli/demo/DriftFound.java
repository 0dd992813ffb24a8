package org.governance4j.cli.demo;

/**
 * What the ledger says about drift in one stream.
 *
 * @param stream the monitored stream
 * @param alerts how many alerts there are
 * @param firstRow the row of the data at which the first was raised
 */
record DriftFound(String stream, int alerts, long firstRow) {}
