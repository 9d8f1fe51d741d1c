# Sourced by the commands in bin/: sets up Python and front-end packages, and skips what is already there.
# Needs Python 3.11 or later and nothing else.
set -eu
ROOT=$(cd "$(dirname "$0")/.." && pwd)
VENV="$ROOT/.venv"
cd "$ROOT"

say() { printf '%s\n' "$*" >&2; }

find_python() {
    for name in python3 python3.13 python3.12 python3.11 python3.14; do
        if command -v "$name" >/dev/null && "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$name"
            return
        fi
    done
    say "Besa needs Python 3.11 or later. Install it, then run this command again."
    exit 1
}

hash_of() { cat "$@" | cksum | tr ' ' '-'; }

make_venv() {
    [ -x "$VENV/bin/pip" ] && return
    python=$(find_python)
    say "Making a Python environment in .venv …"
    rm -rf "$VENV"
    "$python" -m venv "$VENV" >/dev/null 2>&1 && return
    # Debian and Ubuntu keep the venv module in a package of its own.
    package=$("$python" -c 'import sys; print(f"python3.{sys.version_info.minor}-venv")')
    if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
        say "Installing $package …"
        (apt-get update -qq && apt-get install -y -qq "$package") >/dev/null
        rm -rf "$VENV"
        "$python" -m venv "$VENV"
    else
        say "Python's venv module is missing. Type: sudo apt install $package"
        exit 1
    fi
}

# install_python NAME LOCK…: installs exactly the locked packages, once for each state of the locks.
install_python() {
    name=$1
    shift
    stamp="$VENV/.installed-$name-$(hash_of "$@")"
    [ -e "$stamp" ] && return
    say "Installing Python packages ($name) …"
    [ -x "$VENV/bin/uv" ] || "$VENV/bin/pip" install -q --disable-pip-version-check --require-hashes -r requirements-uv.lock
    arguments=""
    for lock in "$@"; do arguments="$arguments -r $lock"; done
    # shellcheck disable=SC2086
    "$VENV/bin/uv" pip install -q --python "$VENV/bin/python" --require-hashes $arguments
    rm -f "$VENV/.installed-$name-"*
    : >"$stamp"
}

has_npm() { command -v npm >/dev/null && node --version >/dev/null 2>&1; }

install_front_end() {
    stamp="node_modules/.installed-$(hash_of package-lock.json)"
    [ -e "$stamp" ] && return
    say "Installing front-end packages …"
    if ! has_npm; then
        install_python node requirements-node.lock
        PATH="$VENV/bin:$PATH"
    fi
    npm ci --ignore-scripts --no-audit --no-fund --no-update-notifier --loglevel=error >/dev/null
    : >"$stamp"
}

make_venv
if [ -z "${WITHOUT_PACKAGES:-}" ]; then
    if has_npm; then
        install_front_end &  # both download: together they take as long as one
        install_python besa requirements.lock
        wait $!
    else
        install_python besa requirements.lock
        install_front_end
    fi
fi
export PATH="$VENV/bin:$PATH" VIRTUAL_ENV="$VENV"
