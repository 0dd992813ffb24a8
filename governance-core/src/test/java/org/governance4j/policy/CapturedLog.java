package org.governance4j.policy;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.BasicMarkerFactory;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;
import org.slf4j.helpers.NOPMDCAdapter;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;

/** The log of these tests: every line of ours, of every level, kept in memory. */
public final class CapturedLog implements SLF4JServiceProvider {
  private static final List<String> LINES = new CopyOnWriteArrayList<>();

  private final IMarkerFactory markers = new BasicMarkerFactory();
  private final MDCAdapter context = new NOPMDCAdapter();

  /** For the service loader. */
  public CapturedLog() {}

  /** What was logged so far. */
  public static List<String> lines() {
    return LINES;
  }

  @Override
  public ILoggerFactory getLoggerFactory() {
    return Line::new;
  }

  @Override
  public IMarkerFactory getMarkerFactory() {
    return markers;
  }

  @Override
  public MDCAdapter getMDCAdapter() {
    return context;
  }

  @Override
  public String getRequestedApiVersion() {
    return "2.0.99";
  }

  @Override
  public void initialize() {}

  private static final class Line extends LegacyAbstractLogger {
    private static final long serialVersionUID = 1L;

    Line(String name) {
      this.name = name;
    }

    /** Not the ledger's: it recovers from a million power failures in one run of its own tests. */
    private boolean isKept() {
      return name.startsWith("org.governance4j.")
          && (!name.startsWith("org.governance4j.ledger.") || name.endsWith(".LogFiles"));
    }

    @Override
    public boolean isTraceEnabled() {
      return isKept();
    }

    @Override
    public boolean isDebugEnabled() {
      return isKept();
    }

    @Override
    public boolean isInfoEnabled() {
      return isKept();
    }

    @Override
    public boolean isWarnEnabled() {
      return isKept();
    }

    @Override
    public boolean isErrorEnabled() {
      return isKept();
    }

    @Override
    protected @Nullable String getFullyQualifiedCallerName() {
      return null;
    }

    @Override
    protected void handleNormalizedLoggingCall(
        Level level,
        Marker marker,
        String messagePattern,
        Object @Nullable [] arguments,
        @Nullable Throwable throwable) {
      LINES.add(
          level
              + " "
              + name
              + " "
              + MessageFormatter.basicArrayFormat(messagePattern, arguments)
              + (throwable == null ? "" : " " + throwable));
    }
  }
}
