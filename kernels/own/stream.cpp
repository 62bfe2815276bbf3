/// Backend own_stream: the memory loops and moves, split evenly over a team of threads.

#include <atomic>
#include <stdexcept>
#include <string>
#include <utility>

#include "kernels/backends.hpp"
#include "kernels/operands/stream.hpp"
#include "kernels/own/isa.hpp"
#include "kernels/own/moves.hpp"
#include "kernels/own/part.hpp"
#include "kernels/own/stream_loops.hpp"
#include "kernels/own/thread_team.hpp"
#include "kernels/smallest_call.hpp"
#include "kernels/typed_kernel.hpp"

namespace calib::kernels {
namespace {

constexpr std::string_view stream_name = "own_stream";

/// More than any machine has; a larger number is a mistake.
constexpr unsigned most_threads = 4096;

template <class Op>
class stream_body {
  using memory = operands<Op>;
  using element = typename memory::element;

 public:
  explicit stream_body(std::shared_ptr<own::thread_team> team) : team_{std::move(team)} {}

  /// Each member writes its part first, which places the pages near it, as STREAM does.
  void first_touch(memory& x) {
    team_->run([&x](unsigned member, unsigned members) {
      const auto [at, count] = own::part_of<element>(x.shape.elements(), member, members);
      for (aligned_buffer<element>* array : {&x.left, &x.right, &x.target}) {
        if (array->size() != 0) own::write(array->data() + at, element{0}, count);
      }
    });
  }

  void operator()(memory& x) {
    if constexpr (memory::is_read) {
      std::atomic<typename memory::word> all{0};
      team_->run([&](unsigned member, unsigned members) {
        const auto [at, count] = own::part_of<element>(x.left.size(), member, members);
        all.fetch_xor(static_cast<typename memory::word>(own::read(x.left.data() + at, count)),
                      std::memory_order_relaxed);
      });
      x.result = all.load(std::memory_order_relaxed);
    } else {
      team_->run([&x](unsigned member, unsigned members) {
        const auto [at, count] = own::part_of<element>(x.target.size(), member, members);
        element* const target = x.target.data() + at;
        const element* const left = x.left.data() + (memory::has_left ? at : 0);
        const element* const right = x.right.data() + (memory::has_right ? at : 0);
        if constexpr (memory::is_copy) own::copy(target, left, count);
        if constexpr (memory::is_scale) own::scale(target, left, x.factor, count);
        if constexpr (memory::is_add) own::stream_add(target, left, right, count);
        if constexpr (memory::is_triad) own::triad(target, left, right, x.factor, count);
        if constexpr (memory::is_write) own::write(target, x.factor, count);
      });
    }
  }

 private:
  std::shared_ptr<own::thread_team> team_;
};

class own_stream final : public backend {
 public:
  backend_info info() const override {
    return {
        std::string{stream_name}, "1", std::string{own::compiled_for()} + ", plain stores, threading std::thread", {}};
  }

  void set_threads(unsigned count) override {
    if (count == 0 || count > most_threads) {
      throw std::invalid_argument{"own_stream cannot run on " + std::to_string(count) + " threads"};
    }
    team_->resize(count);
  }

  std::vector<std::unique_ptr<kernel>> kernels() const override {
    std::vector<std::unique_ptr<kernel>> all;
    add_kernels<f32>(all);
    add_kernels<f64>(all);
    return all;
  }

 private:
  template <class Op>
  std::unique_ptr<kernel> make() const {
    return make_kernel<Op>(stream_name, [team = team_](const Op&) { return stream_body<Op>{team}; });
  }
  template <class Op>
  std::unique_ptr<kernel> make_move() const {
    return make_kernel<Op>(stream_name,
                           [team = team_](const Op&) { return [team](operands<Op>& x) { own::move_all(*team, x); }; });
  }

  template <Precision P>
  void add_kernels(std::vector<std::unique_ptr<kernel>>& all) const {
    all.push_back(make<op::copy<P>>());
    all.push_back(make<op::scale<P>>());
    all.push_back(make<op::stream_add<P>>());
    all.push_back(make<op::triad<P>>());
    all.push_back(make<op::read<P>>());
    all.push_back(make<op::write<P>>());
    all.push_back(make_move<op::transpose<P>>());
    all.push_back(make_move<op::concat<P>>());
    all.push_back(make_move<op::gather<P>>());
    all.push_back(make_dispatch(make<op::copy<P>>(), {2 * sizeof(element_t<P>)}));
  }

  std::shared_ptr<own::thread_team> team_ = std::make_shared<own::thread_team>();
};

}  // namespace

std::unique_ptr<backend> make_own_stream() { return std::make_unique<own_stream>(); }

}  // namespace calib::kernels
