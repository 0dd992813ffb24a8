package org.governance4j.conformance;

import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaCodeUnitAccess;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;

/**
 * Follows every call from the methods that serving threads enter, through our classes and whatever
 * of ours may stand behind an interface or be overridden, and finds none that leads out of them and
 * the JDK. Work that is handed to another thread is not followed. A logger is no exception: what
 * goes wrong there is counted and shown by {@code health()}.
 */
final class ServingPath extends ArchCondition<JavaClass> {

  /** The entrances: methods of these types and of all that implement or extend them. */
  private static final Map<String, Set<String>> ENTRANCES =
      Map.of(
          "org.governance4j.guard.Guard", Set.of("check", "checkAll"),
          "org.governance4j.BoundPolicy", Set.of("evaluate"),
          "org.governance4j.PredictionMonitor", Set.of("observe", "label"),
          "org.governance4j.DecisionLedger", Set.of("append", "submit"));

  /** How each method was reached, from the first call on. */
  private final Map<JavaCodeUnit, String> reached = new LinkedHashMap<>();

  private final Set<String> entered = new HashSet<>();

  ServingPath() {
    super("call nothing but ours and the JDK on the serving path");
  }

  @Override
  public void init(Collection<JavaClass> all) {
    reached.clear();
    entered.clear();
    Deque<JavaCodeUnit> open = new ArrayDeque<>();
    for (JavaClass type : all) {
      ENTRANCES.forEach(
          (role, names) -> {
            if (type.isAssignableTo(role)) {
              type.getMethods().stream()
                  .filter(method -> names.contains(method.getName()))
                  .forEach(
                      method -> {
                        entered.add(role);
                        reach(method, method.getFullName(), open);
                      });
            }
          });
    }
    while (!open.isEmpty()) {
      JavaCodeUnit unit = open.poll();
      for (JavaCodeUnitAccess<?> call : calls(unit)) {
        follow(unit, call.getTarget(), open);
      }
    }
  }

  @Override
  public void check(JavaClass type, ConditionEvents events) {
    if (!entered.equals(ENTRANCES.keySet()) && type.getFullName().endsWith(".guard.Guard")) {
      events.add(SimpleConditionEvent.violated(type, "entered only " + entered));
    }
    for (JavaCodeUnit unit : type.getCodeUnits()) {
      String way = reached.get(unit);
      if (way == null) {
        continue;
      }
      for (JavaCodeUnitAccess<?> call : calls(unit)) {
        String owner = call.getTargetOwner().getBaseComponentType().getFullName();
        boolean ours =
            owner.startsWith("java.")
                || owner.startsWith("org.governance4j.")
                || call.getTargetOwner().getBaseComponentType().isPrimitive();
        events.add(
            new SimpleConditionEvent(type, ours, call.getDescription() + ", reached by " + way));
      }
    }
  }

  private void follow(JavaCodeUnit from, CodeUnitAccessTarget target, Deque<JavaCodeUnit> open) {
    // Handed over: that some executor of ours runs what it is given at once makes no difference.
    if (target.getOwner().isAssignableTo(Executor.class)) {
      return;
    }
    String way =
        reached.get(from) + " > " + target.getOwner().getSimpleName() + "." + target.getName();
    target.resolveMember().ifPresent(unit -> reach(unit, way, open));
    for (JavaClass subtype : target.getOwner().getAllSubclasses()) {
      subtype
          .tryGetMethod(target.getName(), names(target))
          .ifPresent(method -> reach(method, way, open));
    }
  }

  private void reach(JavaCodeUnit unit, String way, Deque<JavaCodeUnit> open) {
    boolean ours = unit.getOwner().getFullName().startsWith("org.governance4j.");
    if (ours && reached.putIfAbsent(unit, way) == null) {
      open.add(unit);
    }
  }

  /** Calls of methods and constructors, and references to them. */
  private static List<JavaCodeUnitAccess<?>> calls(JavaCodeUnit unit) {
    List<JavaCodeUnitAccess<?>> calls = new ArrayList<>();
    for (JavaAccess<?> access : unit.getAccessesFromSelf()) {
      if (access instanceof JavaCodeUnitAccess<?> call) {
        calls.add(call);
      }
    }
    return calls;
  }

  private static String[] names(CodeUnitAccessTarget target) {
    return target.getRawParameterTypes().stream()
        .map(JavaClass::getFullName)
        .toArray(String[]::new);
  }
}
