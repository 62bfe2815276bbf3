#pragma once
/// An engine as a backend: its kernels are what it offers, and it executes and times companies by itself.

#include <memory>
#include <string>
#include <vector>

#include "kernels/external/engine_client.hpp"
#include "kernels/kernel.hpp"

namespace calib::external {

/// An engine's process, shared by the backends made of it and by their kernels. It is started once, and again after it
/// crashed, hung or broke the protocol.
class engine_connection {
 public:
  /// Starts it. Throws as engine_client does.
  explicit engine_connection(std::string command, engine_limits limits = {});

  /// The engine, alive. Whoever has a company in it keeps it. Throws as engine_client does where it does not start
  /// again.
  std::shared_ptr<engine_client> engine();
  /// Its process is ended: the next request starts another.
  void give_up() noexcept { client_.reset(); }
  const engine_info& info() const noexcept { return info_; }

  unsigned threads = 1;

 private:
  std::string command_;
  engine_limits limits_;
  std::shared_ptr<engine_client> client_;
  engine_info info_;
};

class engine_backend final : public kernels::backend {
 public:
  explicit engine_backend(std::shared_ptr<engine_connection> connection) : connection_{std::move(connection)} {}

  kernels::backend_info info() const override;
  void set_threads(unsigned count) override;
  /// Of the operations and precisions that calib knows.
  std::vector<std::unique_ptr<kernels::kernel>> kernels() const override;
  fusion_set absorbs() const override { return connection_->info().absorbs; }
  bool times_itself() const override { return true; }
  std::unique_ptr<kernels::company> make_company(std::span<const kernels::member> members, std::uint64_t seed) override;

 private:
  std::shared_ptr<engine_connection> connection_;
};

}  // namespace calib::external
