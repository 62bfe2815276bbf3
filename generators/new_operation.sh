#!/usr/bin/env bash
# Makes the skeletons of a new measured operation in every place that needs one, and says what is left to do.
#
#   generators/new_operation.sh NAME DIMENSION...        generators/new_operation.sh cumulative_sum rows cols
#
# The skeletons compile: an operation that reads and writes as many elements as its dimensions multiply to. In each
# list the new entry stands beside `dispatch`, the last one.

set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

fail() {
  echo "new_operation.sh: $1" >&2
  exit 1
}

# insert FILE LINE TEXT: TEXT before the one line that is, but for its indentation, LINE.
insert() {
  LINE=$2 TEXT=$3 awk '
    { line = $0; sub(/^ */, "", line); here = line == ENVIRON["LINE"]; found += here }
    here { print ENVIRON["TEXT"] }
    { print }
    END { exit found != 1 }' "$1" >"$1.new" || fail "$1 has no single line '$2' to insert at"
  mv "$1.new" "$1"
}

# joined SEPARATOR WORD...
joined() {
  local separator=$1 out=$2
  shift 2
  for word in "$@"; do out+=$separator$word; done
  echo "$out"
}

(($# >= 2)) || fail "usage: generators/new_operation.sh NAME DIMENSION..."
(($# <= 6)) || fail "a table has at most 5 axes: lower the operation to forms, as include/calib/op/lowering.hpp says"
for word in "$@"; do
  [[ $word =~ ^[a-z][a-z0-9_]*$ ]] || fail "'$word' is no name: use small letters, digits and underscores"
done
name=$1
shift
dimensions=("$@")
! grep -q "\"$name\"" profiles/schema.json || fail "there is an operation '$name' already"

list=$(joined ', ' "${dimensions[@]}")
elements=s.${dimensions[0]}
for dimension in "${dimensions[@]:1}"; do elements="saturated_product($elements, s.$dimension)"; done

cat >"include/calib/op/$name.hpp" <<END
#pragma once
/// $name: say what it computes, and what counts as a FLOP.

#include "calib/op/operation.hpp"

namespace calib::op {

template <Precision P>
struct $name {
  CALIB_OPERATION("$name", P, $list);

  constexpr cost work() const noexcept {
    const double elements = calib::detail::product($list);
    return {calib::flops{elements}, calib::bytes{2 * element_bytes<P> * elements}};
  }
};

}  // namespace calib::op
END
insert include/calib/op/list.hpp '#include "calib/op/elementwise.hpp"' "#include \"calib/op/$name.hpp\""
insert include/CMakeLists.txt 'calib/op/elementwise.hpp' "    calib/op/$name.hpp"
sed -i "s/\bdispatch<P>>,/$name<P>, &/" include/calib/op/list.hpp

cat >"kernels/operands/$name.hpp" <<END
#pragma once
/// $name: say which arrays it reads and writes, and argue the tolerance.

#include <cmath>
#include <limits>

#include "calib/op/$name.hpp"
#include "kernels/operands/operands.hpp"

namespace calib::kernels {

template <Precision P>
struct operands<op::$name<P>> {
  using element = element_t<P>;

  op::$name<P> shape;
  aligned_buffer<element> x, result;

  explicit operands(const op::$name<P>& s) : shape{s}, x(elements(s)), result(elements(s)) {}

  auto activations() noexcept { return std::tie(result, x); }
  static std::size_t bytes(const op::$name<P>& s) noexcept {
    return saturated_product(2, aligned_buffer<element>::bytes(elements(s)));
  }
  void fill(std::uint64_t seed) noexcept {
    fill_random<element>(x, operand_seed(seed, 0));
    poison<element>(result);
  }
  prepared::check_result compare() const {
    if (any_nan<element>(result)) return {std::numeric_limits<double>::quiet_NaN(), 0.0};
    worst_difference worst;
    for_each_sampled(result.size(), [&](std::size_t i) {
      const double want = static_cast<double>(x[i]);
      worst.add(static_cast<double>(result[i]), want, std::fabs(want));
    });
    return {worst.value(), rounding_bound<element>(1)};
  }

 private:
  static constexpr std::size_t elements(const op::$name<P>& s) noexcept { return $elements; }
};

}  // namespace calib::kernels
END
insert tests/operations/places_test.cpp '#include "kernels/operands/dot.hpp"' "#include \"kernels/operands/$name.hpp\""

axes=()
for dimension in "${dimensions[@]}"; do axes+=("{\"$dimension\", gemm_quick, gemm_full}"); done
insert generators/plan/grids.cpp '{"dispatch", "", {}},  // no axes: one point' \
  "    {\"$name\", \"\", {{$(joined ', ' "${axes[@]}")}}},"

rules=()
for dimension in "${dimensions[@]}"; do rules+=("{\"properties\": {\"name\": {\"const\": \"$dimension\"}}}"); done
insert profiles/schema.json '"dispatch"' "            \"$name\","
insert profiles/schema.json '"if": {"properties": {"operation": {"enum": ["dispatch"]}}},' \
  "          \"if\": {\"properties\": {\"operation\": {\"enum\": [\"$name\"]}}},
          \"then\": {
            \"properties\": {
              \"axes\": {
                \"minItems\": ${#dimensions[@]},
                \"maxItems\": ${#dimensions[@]},
                \"prefixItems\": [
                  $(joined $',\n                  ' "${rules[@]}")
                ]
              }
            }
          }
        },
        {"

values=()
for dimension in "${dimensions[@]}"; do values+=(".$dimension = 2"); done
insert tests/include/calib/operation_test.cpp \
  'TEST(Operation, DispatchIsNoWork) { EXPECT_COST(0, 0, op::dispatch<f32>{}); }' \
  "TEST(Operation, CountsTheWorkOf_$name) {
  EXPECT_COST($((1 << ${#dimensions[@]})), $((8 << ${#dimensions[@]})), op::$name<f32>{$(joined ', ' "${values[@]}")});
}
"

cat <<END
Skeletons of $name are in

  include/calib/op/$name.hpp, op/list.hpp, include/CMakeLists.txt
  kernels/operands/$name.hpp, tests/operations/places_test.cpp
  generators/plan/grids.cpp
  profiles/schema.json
  tests/include/calib/operation_test.cpp

Left to do, by you:

  1. include/calib/op/$name.hpp: what it computes; FLOPs and compulsory bytes. Or move it to the header of its family.
  2. tests/include/calib/operation_test.cpp: the same counted by hand, and a name that is a sentence.
  3. kernels/operands/$name.hpp: its arrays, their random values, the reference, and a tolerance that is argued.
  4. kernels/<backend>: a kernel at least in one; tests/kernels/backends_test.cpp lists what each backend offers.
  5. tests/kernels/network_operations_test.cpp: one wrong result that the check must find.
  6. generators/plan/grids.cpp: the knots. Without the row, it is measured like operations with the same axes.
  7. docs/profile-format.md, CHANGELOG.md: its name and its dimensions.

clang-format -i the files above. ctest -R '^(calib_test_operations|calib_test_schema)\.' fails while a place is missing.
END
