#!/bin/sh
# ./bootstrap.sh calibrate   measure this machine, write its profile, header and report, estimate two networks
# ./bootstrap.sh test        build everything and run all tests
# ./bootstrap.sh packages    install what the other two need, and do nothing else
# ./bootstrap.sh engines     install what the shipped engines run on: PyTorch from Debian, ONNX Runtime from npm
#
# For Debian 12, as root or with sudo. Says what it is about to install, installs only what is missing, and may be run
# again at any time.
#
# CALIB_PRESET  configuration that `test` builds (default ci-gcc; see CMakePresets.json)
# CALIB_JOBS    processes at a time (default: one for each core)
# CALIB_ENGINES folder for what npm installs, where the engine looks for it (default: ~/.local/share/calib/engines)
set -eu
cd "$(dirname "$0")"

# To build calib. libboost1.81-dev alone: libboost-dev is another version, and the two conflict.
packages="
  g++ cmake ninja-build make pkg-config binutils
  libopenblas-dev libopenblas-pthread-dev libeigen3-dev libsimdjson-dev libboost1.81-dev
  libhwloc-dev libcli11-dev libfmt-dev libdnnl-dev nlohmann-json3-dev libcsv-dev zlib1g-dev
  libprotobuf-dev"
# To check it as well: tests, benchmarks, the manual, the reference, another processor, lint.
checking_packages="
  clang libgtest-dev libgmock-dev libbenchmark-dev locales python3 python3-jsonschema zsh fish help2man man-db doxygen
  g++-aarch64-linux-gnu qemu-user
  clang-format clang-tidy cmake-format shellcheck python3-flake8"

say() { printf '%s\n' "bootstrap: $*" >&2; }

fail() {
  say "$*"
  exit 1
}

usage() {
  sed -n '2,12s/^# \{0,1\}//p' "$0"
}

as_root() {
  if [ "$(id -u)" -eq 0 ]; then
    "$@"
  elif command -v sudo >/dev/null 2>&1; then
    sudo "$@"
  else
    fail "installing packages needs root: run this as root, install sudo, or install them yourself: $*"
  fi
}

is_installed() {
  [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

# install_missing <packages>
install_missing() {
  if ! command -v apt-get >/dev/null 2>&1; then
    # shellcheck disable=SC2086 # a list of words
    say "no apt-get here, so nothing is installed; these Debian packages are needed:" $1
    return
  fi
  missing=""
  for package in $1; do
    is_installed "$package" || missing="$missing $package"
  done
  [ -n "$missing" ] || return 0
  say "installing:$missing"
  as_root apt-get update -qq
  # shellcheck disable=SC2086 # a list of words
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >&2
}

install_engines() {
  wanted="python3-torch python3-torchvision"
  # Another Node than Debian's stays, with its own npm.
  command -v node >/dev/null 2>&1 || wanted="$wanted nodejs"
  command -v npm >/dev/null 2>&1 || wanted="$wanted npm"
  install_missing "$wanted"
  folder=${CALIB_ENGINES:-${XDG_DATA_HOME:-$HOME/.local/share}/calib/engines}
  say "installing onnxruntime-node with npm into $folder"
  mkdir -p "$folder"
  # Without its scripts, which would fetch libraries for other devices: the package has the one for CPUs.
  npm install --prefix "$folder" --ignore-scripts --no-audit --no-fund --loglevel=error onnxruntime-node@1 >&2
  say "done; try: calib engine check pytorch; calib engine check onnxruntime"
}

jobs() {
  echo "${CALIB_JOBS:-$(nproc)}"
}

calibrate() {
  build=build/release
  json=$build/host.json
  # Another run may have left the example's profile in the cache, which this one is about to replace.
  say "building calib ($build)"
  cmake --preset release -UCALIB_HOST_JSON -DCALIB_BUILD_TESTS=OFF -DCALIB_BUILD_BENCH=OFF >/dev/null
  cmake --build "$build" --parallel "$(jobs)" --target calib_tool calib-header

  say "measuring this machine: $json (under a minute; best when nothing else runs)"
  "$build/bin/calib" run --quick -o "$json"

  say "building the example against <calib/profiles/host.hpp>"
  cmake --preset release "-DCALIB_HOST_JSON=$PWD/$json" >/dev/null
  cmake --build "$build" --parallel "$(jobs)" --target calib_host_report
  "$build/bin/calib_host_report"
  for network in resnet18 bert_base; do
    echo
    "$build/bin/calib" estimate "$json" "$network" --fallback roofline
  done
  "$build/bin/calib" report "$json" --network resnet18 --network bert_base --fallback roofline -o "$build/host.html"
  say "done: profile $json, header $build/include/calib/profiles/host.hpp, report $build/host.html"
}

run_tests() {
  preset=${CALIB_PRESET:-ci-gcc}
  say "building and testing with the preset $preset"
  cmake --preset "$preset" -DCALIB_BUILD_TESTS=ON
  cmake --build --preset "$preset" --parallel "$(jobs)"
  ctest --preset "$preset" --parallel "$(jobs)"
}

case "${1:-}" in
  calibrate)
    install_missing "$packages"
    calibrate
    ;;
  test)
    install_missing "$packages $checking_packages"
    run_tests
    ;;
  packages)
    install_missing "$packages $checking_packages"
    ;;
  engines)
    install_engines
    ;;
  -h | --help | help)
    usage
    ;;
  *)
    usage >&2
    exit 2
    ;;
esac
