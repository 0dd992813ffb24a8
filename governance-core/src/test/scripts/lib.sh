# What the scripts beside CI share: java with the module's classes and their tests'.
# Needs `./mvnw -pl governance-core -am test-compile` before.
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

class_path() {
  local repository=${MAVEN_REPOSITORY:-$HOME/.m2/repository} module path=''
  for module in core api json text tck; do
    # A copy: a build meanwhile must not replace the classes of a run that takes minutes.
    cp -r "$root/governance-$module/target/classes" "$work/classes-$module"
    path+="$work/classes-$module:"
  done
  cp -r "$root/governance-core/target/test-classes" "$work/test-classes"
  path+="$work/test-classes"
  local jar
  for jar in com/fasterxml/jackson/core org/slf4j/slf4j-api; do
    while IFS= read -r jar; do path+=":$jar"; done < <(find "$repository/$jar" -name '*.jar' | sort)
  done
  printf '%s\n' "$path"
}

java=${JAVA_HOME:+$JAVA_HOME/bin/}java
cp=$(class_path)

# "${writer[@]}" ARGS…: the writer of the tests. Not a function: its process id is to be killed.
writer=("$java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp "$cp"
  org.governance4j.ledger.AppendForever)
