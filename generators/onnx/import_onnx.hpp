#pragma once
/// An ONNX file as a network. The file is mapped and its weights are not looked at: sizes are what counts.

#include <string>
#include <string_view>
#include <vector>

#include "network_io/network_data.hpp"
#include "onnx/error.hpp"
#include "onnx/import_options.hpp"

namespace calib::onnx {

struct imported {
  network_io::network_data network;
  std::vector<std::string> notes;  ///< what people should know, one sentence each
};

/// Throws onnx_error. Of external files only tensors are read that shapes may follow from: small ones.
imported import_onnx(const std::string& path, const import_options& options = {});

/// The same from the bytes of a file, without external ones; `name` stands for it in messages.
imported import_onnx(std::string_view bytes, const std::string& name, const import_options& options);

}  // namespace calib::onnx
