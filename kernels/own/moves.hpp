#pragma once
/// transpose, gather and concat as bodies over a team of threads.

#include "kernels/operands/move.hpp"
#include "kernels/own/part.hpp"
#include "kernels/own/stream_loops.hpp"
#include "kernels/own/thread_team.hpp"
#include "kernels/own/transpose.hpp"

namespace calib::kernels::own {

template <Precision P>
void move_all(thread_team& team, operands<op::transpose<P>>& x) {
  team.run([&x](unsigned member, unsigned members) {
    const auto [at, count] = part_of<element_t<P>>(x.shape.rows, member, members);
    transpose(x.result.data(), x.x.data(), x.shape.rows, x.shape.cols, at, at + count);
  });
}

template <Precision P>
void move_all(thread_team& team, operands<op::gather<P>>& x) {
  team.run([&x](unsigned member, unsigned members) {
    const std::size_t cols = x.shape.cols;
    const auto [at, count] = part_of<element_t<P>>(x.shape.rows, member, members);
    for (std::size_t row = at; row < at + count; ++row) {
      copy(x.result.data() + row * cols, x.table.data() + x.index[row] * cols, cols);
    }
  });
}

template <Precision P>
void move_all(thread_team& team, operands<op::concat<P>>& x) {
  team.run([&x](unsigned member, unsigned members) {
    const auto [at, count] = part_of<element_t<P>>(x.left.size(), member, members);
    copy(x.result.data() + at, x.left.data() + at, count);
    copy(x.result.data() + x.left.size() + at, x.right.data() + at, count);
  });
}

}  // namespace calib::kernels::own
