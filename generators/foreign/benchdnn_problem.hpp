#pragma once
/// Problems as benchdnn writes them: options and a descriptor, "--conv --dir=FWD_I mb1ic64ih56oc64oh56kh3ph1".

#include <cstddef>
#include <map>
#include <string>
#include <string_view>

namespace calib::foreign {

struct benchdnn_problem {
  std::string driver;                          ///< "conv", "matmul", "ip"; empty where the text does not name it
  std::map<std::string, std::string> options;  ///< of the driver: dt, dir, ...
  std::map<std::string, std::size_t> sizes;    ///< by our dimensions' names
  std::string problem;                         ///< why it is none of our shapes; empty where it is
};

/// `driver` stands for the one that the text does not name; empty: found by the form of the descriptor.
benchdnn_problem parse_benchdnn_problem(std::string_view text, std::string_view driver = {});

}  // namespace calib::foreign
