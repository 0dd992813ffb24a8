package org.governance4j.conformance;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What users compile against consists of our types, the JDK's and JSpecify's: supertypes, and the
 * fields, parameters, results, exceptions and type variables of public and protected members,
 * generic arguments included. The contracts for JUnit may show JUnit.
 */
final class OwnSignatures extends ArchCondition<JavaClass> {

  private static final List<String> ALLOWED =
      List.of(
          "java.",
          "javax.",
          "com.sun.net.httpserver.", // the JDK's module jdk.httpserver
          "org.governance4j.",
          "org.jspecify.annotations.");

  OwnSignatures() {
    super("have only our types and the JDK's in their public signatures");
  }

  @Override
  public void check(JavaClass type, ConditionEvents events) {
    type.getSuperclass().ifPresent(parent -> check(type, type.getFullName(), parent, events));
    type.getInterfaces().forEach(parent -> check(type, type.getFullName(), parent, events));
    type.getTypeParameters().forEach(v -> check(type, type.getFullName(), v, events));
    for (JavaMember member : type.getMembers()) {
      if (visible(member)) {
        types(member).forEach(used -> check(type, member.getFullName(), used, events));
      }
    }
  }

  private static boolean visible(JavaMember member) {
    return member.getModifiers().contains(JavaModifier.PUBLIC)
        || member.getModifiers().contains(JavaModifier.PROTECTED);
  }

  private static Set<JavaType> types(JavaMember member) {
    Set<JavaType> types = new LinkedHashSet<>();
    if (member instanceof JavaField field) {
      types.add(field.getType());
    }
    if (member instanceof JavaCodeUnit unit) {
      types.addAll(unit.getParameterTypes());
      types.addAll(unit.getExceptionTypes());
      types.addAll(unit.getTypeParameters());
      if (!(unit instanceof JavaConstructor)) {
        types.add(unit.getReturnType());
      }
    }
    return types;
  }

  private static void check(JavaClass type, String where, JavaType used, ConditionEvents events) {
    boolean contract = type.getPackageName().equals("org.governance4j.tck");
    for (JavaClass raw : used.getAllInvolvedRawTypes()) {
      String name = raw.getBaseComponentType().getFullName();
      boolean ours =
          raw.getBaseComponentType().isPrimitive()
              || ALLOWED.stream().anyMatch(name::startsWith)
              || (contract && name.startsWith("org.junit.jupiter.api."));
      String message = where + " shows " + name;
      events.add(new SimpleConditionEvent(type, ours, message));
    }
  }
}
