# Says in one line what this machine lacks, or what is wrong with the arguments of the targets of
# make that it is given, before anything is installed; exits with 1 then.
fail() {
    printf '%s\n' "$*" >&2
    exit 1
}

case $(printf '%s' "${ENGINE-}" | tr '[:upper:]' '[:lower:]') in
'' | mxnet | pytorch) ;;
*) fail "ENGINE is '$ENGINE': it takes MXNet or PyTorch." ;;
esac
case ${GPU-} in
'' | 1) ;;
*) fail "GPU is '$GPU': it takes 1, for NVIDIA's cards, or nothing." ;;
esac

jdk="Install a JDK 17 or newer (Debian, Ubuntu: apt install openjdk-17-jdk; macOS: brew install openjdk@17) or set JAVA_HOME to one."
if [ -n "${JAVA_HOME-}" ]; then
    java=$JAVA_HOME/bin/java
    [ -x "$java" ] || fail "JAVA_HOME is $JAVA_HOME, which has no bin/java. Set it to the folder of a JDK 17 or newer, or unset it to use the java on the PATH."
    origin="JAVA_HOME"
else
    java=$(command -v java) || fail "There is no java on the PATH. $jdk"
    origin="the PATH"
fi

settings=$("$java" -XshowSettings:properties -version 2>&1) || {
    reason=$(printf '%s\n' "$settings" | sed '/^Picked up /d' | head -n 2 | tr '\n' ' ' | sed 's/ $//')
    case $reason in
    *'initialization of VM'*) fail "$java (from $origin) does not start: $reason. Give it more memory: ulimit -v says whether it is limited." ;;
    *) fail "$java (from $origin) does not run: $reason. $jdk" ;;
    esac
}
property() {
    printf '%s\n' "$settings" | sed -n "s/^ *$1 = //p" | head -n 1
}
version=$(property java.specification.version)
case ${version#1.} in
'' | *[!0-9]*) fail "$java (from $origin) does not tell its version. $jdk" ;;
esac
[ "${version#1.}" -ge 17 ] || fail "$java (from $origin) is Java $version, which is too old. $jdk"
home=$(property java.home)
[ -x "$home/bin/javac" ] || fail "$java (from $origin) is a Java without compiler: there is no $home/bin/javac. $jdk"

python=${PYTHON:-python3}
# The environment that was made has its own Python.
if [ -e .venv/packages.stamp ] && [ -x .venv/bin/python ]; then
    python=.venv/bin/python
    read -r place <.venv/packages.stamp
    [ "$place" = "$(pwd -P)/.venv" ] || $python tools moved || exit
fi
command -v "$python" >/dev/null || fail "There is no $python on the PATH. Install Python 3.10 or newer (Debian, Ubuntu: apt install python3 python3-venv; macOS: brew install python) or name one: make PYTHON=python3.12 …"
found=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2]); sys.exit(sys.version_info < (3, 10))' 2>&1) || fail "$python is Python $found, which is too old. Install Python 3.10 or newer, or name one: make PYTHON=python3.12 …"
"$python" -c 'import ensurepip, venv' 2>/dev/null || fail "$python has no venv. Install it (Debian, Ubuntu: apt install python3-venv), or name another Python: make PYTHON=python3.12 …"
[ -z "${1-}" ] || exec "$python" tools arguments "$1"
