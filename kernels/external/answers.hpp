#pragma once
/// What the answers of the engine protocol hold. Each throws profile_error, with the place, for what must not be.

#include <cstddef>
#include <vector>

#include "kernels/external/channel.hpp"
#include "kernels/external/engine_data.hpp"

namespace calib::external {

engine_info read_hello(const channel::answer& answer);
std::vector<prepared_workload> read_prepare(const channel::answer& answer, std::size_t workloads);
/// `count` numbers in each of `rounds` rounds, which together fit into the time that the request took.
std::vector<engine_round> read_run(const channel::answer& answer, std::size_t rounds, std::size_t count);
std::vector<engine_check> read_check(const channel::answer& answer, std::size_t count);
network_run read_network(const channel::answer& answer, std::size_t rounds);
/// That there is nothing but {ok:true}.
void read_nothing(const channel::answer& answer);

}  // namespace calib::external
