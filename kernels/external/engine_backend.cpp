#include "kernels/external/engine_backend.hpp"

#include <cmath>
#include <stdexcept>
#include <utility>

#include "kernels/external/engine_company.hpp"
#include "kernels/external/engine_error.hpp"
#include "profile_io/operation_facts.hpp"

namespace calib::external {
namespace {

/// A request. An engine that crashes, hangs or babbles is ended, so that the next request finds another.
template <class Ask>
auto asked(engine_connection& connection, Ask ask) {
  try {
    return ask();
  } catch (const engine_refused&) {
    throw;
  } catch (const engine_error&) {
    connection.give_up();
    throw;
  }
}

/// A company and the engine that it is in.
struct company_in_engine {
  company_in_engine(engine_connection& connection, const std::vector<engine_workload>& workloads, std::uint64_t seed)
      : engine{asked(connection, [&] { return connection.engine(); })} {
    company = asked(connection, [&] {
      return std::make_unique<engine_company>(
          *engine, engine_company::settings{.threads = connection.threads, .seed = seed}, workloads);
    });
  }

  std::shared_ptr<engine_client> engine;
  std::unique_ptr<engine_company> company;
};

/// One operation by itself: for checks of its results.
class engine_prepared final : public kernels::prepared {
 public:
  engine_prepared(std::shared_ptr<engine_connection> connection, const engine_workload& workload, std::uint64_t seed)
      : connection_{std::move(connection)}, seed_{seed}, in_{*connection_, {workload}, seed} {
    if (const std::string& refusal = in_.company->refusals().front(); !refusal.empty()) {
      throw std::invalid_argument(refusal);
    }
  }

  void run(std::size_t repeats) override {
    static_cast<void>(asked(*connection_, [&] { return in_.company->run(repeats, seed_); }));
  }
  void touch_activations() override {}  // the engine has them
  check_result check() override {
    const engine_check found = asked(*connection_, [&] { return in_.company->check(); }).front().value();
    return {.difference = found.difference, .tolerance = found.tolerance};
  }

 private:
  std::shared_ptr<engine_connection> connection_;
  std::uint64_t seed_;
  company_in_engine in_;
};

class engine_kernel final : public kernels::kernel {
 public:
  engine_kernel(std::shared_ptr<engine_connection> connection, const profile_io::operation_facts& operation,
                calib::precision format)
      : connection_{std::move(connection)}, operation_{&operation}, format_{format} {}

  std::string_view operation() const override { return operation_->name; }
  std::span<const std::string_view> dimensions() const override { return operation_->dimensions; }
  calib::precision precision() const override { return format_; }
  std::string_view backend() const override { return connection_->info().name; }
  cost work(std::span<const std::size_t> dims) const override {
    check(dims);
    return operation_->work_in(format_, dims.data());
  }
  /// Operands and results; what the engine needs beside is not known.
  std::size_t memory_bytes(std::span<const std::size_t> dims) const override {
    return static_cast<std::size_t>(std::ceil(work(dims).traffic.value));
  }
  std::unique_ptr<kernels::prepared> prepare(std::span<const std::size_t> dims, std::uint64_t seed) const override {
    check(dims);
    return std::make_unique<engine_prepared>(
        connection_, engine_workload{std::string{operation_->name}, format_, {dims.begin(), dims.end()}}, seed);
  }

 private:
  void check(std::span<const std::size_t> dims) const {
    if (dims.size() != operation_->rank()) {
      throw std::invalid_argument(std::string{operation_->name} + " has " + std::to_string(operation_->rank()) +
                                  " dimensions, got " + std::to_string(dims.size()));
    }
    detail::refuse_shape(operation_->name, operation_->problem(format_, dims.data()));
  }

  std::shared_ptr<engine_connection> connection_;
  const profile_io::operation_facts* operation_;
  calib::precision format_;
};

class company_of_engine final : public kernels::company {
 public:
  company_of_engine(std::shared_ptr<engine_connection> connection, const std::vector<engine_workload>& workloads,
                    std::uint64_t seed)
      : connection_{std::move(connection)}, in_{*connection_, workloads, seed} {}

  std::span<const std::string> refusals() const override { return in_.company->refusals(); }
  std::vector<std::vector<double>> run(std::size_t rounds, std::uint64_t seed) override {
    return asked(*connection_, [&] { return in_.company->run(rounds, seed); });
  }

 private:
  std::shared_ptr<engine_connection> connection_;
  company_in_engine in_;
};

}  // namespace

engine_connection::engine_connection(std::string command, engine_limits limits)
    : command_{std::move(command)},
      limits_{limits},
      client_{std::make_shared<engine_client>(command_, limits_)},
      info_{client_->info()} {}

std::shared_ptr<engine_client> engine_connection::engine() {
  if (!client_) client_ = std::make_shared<engine_client>(command_, limits_);
  return client_;
}

kernels::backend_info engine_backend::info() const {
  const engine_info& known = connection_->info();
  return {.name = known.name, .version = known.version, .details = known.details, .advice = {}};
}

void engine_backend::set_threads(unsigned count) {
  if (count > connection_->info().max_threads) {
    throw std::invalid_argument(connection_->info().name + " runs on at most " +
                                std::to_string(connection_->info().max_threads) + " threads");
  }
  connection_->threads = count;
}

std::vector<std::unique_ptr<kernels::kernel>> engine_backend::kernels() const {
  std::vector<std::unique_ptr<kernels::kernel>> all;
  for (const engine_operation& one : connection_->info().operations) {
    const profile_io::operation_facts* const known = profile_io::operation_called(one.operation);
    if (known == nullptr || known->lower != nullptr) continue;
    for (const calib::precision p : one.precisions) {
      if (known->exists(p)) all.push_back(std::make_unique<engine_kernel>(connection_, *known, p));
    }
  }
  return all;
}

std::unique_ptr<kernels::company> engine_backend::make_company(std::span<const kernels::member> members,
                                                               std::uint64_t seed) {
  std::vector<engine_workload> workloads;
  for (const kernels::member& one : members) {
    workloads.push_back({std::string{one.of->operation()}, one.of->precision(), one.dims});
  }
  return std::make_unique<company_of_engine>(connection_, workloads, seed);
}

}  // namespace calib::external
