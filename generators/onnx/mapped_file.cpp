#include "onnx/mapped_file.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <climits>
#include <cstring>

#include "onnx/error.hpp"

namespace calib::onnx {
namespace {

// Of larger files the most part is weights.
constexpr std::size_t with_weights = std::size_t{16} << 20;

struct descriptor {
  int number;
  ~descriptor() {
    if (number >= 0) close(number);
  }
};

[[noreturn]] void refuse_file(const char* doing) {
  refuse("", std::string{doing} + ": " + std::strerror(errno), "name an ONNX file that you may read");
}

}  // namespace

mapped_file::mapped_file(const std::string& path) {
  // A pipe without a writer would keep this waiting.
  const descriptor file{open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)};
  if (file.number < 0) refuse_file("cannot open it");
  struct stat facts {};
  if (fstat(file.number, &facts) != 0) refuse_file("cannot read it");
  if (!S_ISREG(facts.st_mode)) refuse("", "is not a regular file", "name an ONNX file");
  if (facts.st_size == 0) refuse("", "is empty", "name an ONNX file");
  if (facts.st_size > INT_MAX) {
    refuse("", "is larger than 2 GiB, which no protobuf message can be", "store the weights as external data");
  }
  const auto size = static_cast<std::size_t>(facts.st_size);
  void* const begin = mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file.number, 0);
  if (begin == MAP_FAILED) refuse_file("cannot map it");
  // Behind each page that is looked at lie weights, which the system would read ahead.
  if (size > with_weights) madvise(begin, size, MADV_RANDOM);
  bytes_ = {static_cast<const char*>(begin), size};
}

mapped_file::~mapped_file() { munmap(const_cast<char*>(bytes_.data()), bytes_.size()); }

}  // namespace calib::onnx
