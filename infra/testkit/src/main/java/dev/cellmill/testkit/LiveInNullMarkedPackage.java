package dev.cellmill.testkit;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import org.jspecify.annotations.NullMarked;

/** Each package says what it is for, and that its references are never null unless they say so. */
final class LiveInNullMarkedPackage extends ArchCondition<JavaClass> {

    LiveInNullMarkedPackage() {
        super("live in a package whose package-info is @NullMarked");
    }

    @Override
    public void check(JavaClass type, ConditionEvents events) {
        boolean marked = type.getPackage().isAnnotatedWith(NullMarked.class);
        events.add(new SimpleConditionEvent(
                type, marked, type.getPackageName() + " has no @NullMarked package-info: " + type.getName()));
    }
}
