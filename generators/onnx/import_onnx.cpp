#include "onnx/import_onnx.hpp"

#include <algorithm>
#include <filesystem>
#include <set>

#include "calib/profile_error.hpp"
#include "network_io/check.hpp"
#include "onnx/external_files.hpp"
#include "onnx/fit_sizes.hpp"
#include "onnx/mapped_file.hpp"
#include "onnx/model_reader.hpp"
#include "onnx/names.hpp"
#include "onnx/stated_shapes.hpp"
#include "onnx/symbols.hpp"
#include "onnx/unmatched_options.hpp"
#include "profile_io/text.hpp"

namespace calib::onnx {
namespace {

// Opsets whose operators the rules follow. Later ones change little that sizes depend on.
constexpr std::int64_t first_opset = 7, last_opset = 18;

class importer {
 public:
  importer(std::string_view bytes, const std::string& path, external_files* files, const import_options& options)
      : model_{read_model(bytes, files)}, path_{path}, options_{options} {}

  imported run() {
    check_opset();
    refuse_unmatched(model_, options_);
    open_ = read_sizes(model_, options_);
    state_shapes(model_, open_, options_);
    describe();
    std::vector<std::uint64_t> usual;
    for (const open_symbol& s : open_.symbols) usual.push_back(s.usual);
    layers_at(usual, &notes_);  // what is wrong with the model itself
    fit();
    check();
    for (const std::string& note : notes_) result_.notes.push_back(note);
    return std::move(result_);
  }

 private:
  void check_opset() {
    if (model_.opsets.empty()) {
      result_.notes.push_back("the file states no opset; its operators are read as those of opset " +
                              std::to_string(last_opset));
      model_.opsets[""] = last_opset;
      return;
    }
    if (!model_.opsets.contains("")) model_.opsets[""] = last_opset;
    const std::int64_t opset = model_.opset();
    if (opset < first_opset) {
      refuse("", "is of opset " + std::to_string(opset) + ", before " + std::to_string(first_opset),
             "convert it with onnx.version_converter, or export it again");
    }
    if (opset > last_opset) {
      result_.notes.push_back("the model is of opset " + std::to_string(opset) +
                              "; its operators are read as those of " + std::to_string(last_opset));
    }
  }

  void describe() {
    const std::filesystem::path file(path_);
    network_io::network_data& n = result_.network;
    n.id = options_.id.empty() ? identifier_of(file.stem().string(), "network") : options_.id;
    n.name = options_.name.empty() ? file.stem().string() : options_.name;
    n.source.name = "imported from " + file.filename().string();
  }

  std::vector<numeric_layer> layers_at(const std::vector<std::uint64_t>& values, std::set<std::string>* notes) const {
    trace t = evaluate(model_, sizes_at(open_, model_, values), options_);
    auto layers = lower(t, options_, works_at(options_, open_, values));
    if (notes != nullptr) notes->insert(t.notes.begin(), t.notes.end());
    return layers;
  }

  void fit() {
    for (;;) {
      take_symbols();
      try {
        result_.network.layers =
            fit_layers([&](const auto& values) { return layers_at(values, &notes_); }, result_.network.symbols);
        break;
      } catch (const no_product& found) {
        if (static_cast<int>(found.symbol) != open_.batch()) throw found.reason;
        keep_batch(found.reason);
      }
    }
    if (const int batch = open_.batch(); batch >= 0 && open_.symbols[static_cast<std::size_t>(batch)].stated_as_one) {
      result_.notes.push_back("the first size of the inputs is read as the batch, a symbol");
    }
    for (std::size_t i = 0; i < open_.symbols.size(); ++i) {
      const open_symbol& s = open_.symbols[i];
      if (static_cast<int>(i) == open_.batch()) continue;
      result_.notes.push_back("the open size " + s.name + " is " + std::to_string(s.usual) +
                              " where nothing else is said");
    }
    const std::size_t count = result_.network.layers.size();
    if (count == 0) refuse("", "has no layers: all its results are constants");
  }

  // What is imported can be written, read and priced.
  void check() const {
    try {
      network_io::check(result_.network, path_);
    } catch (const profile_error& error) {
      refuse(error.pointer(), error.problem(), error.remedy());
    }
  }

  // A graph made for one batch: its sizes are numbers.
  void keep_batch(const fault& reason) {
    const auto batch = static_cast<std::size_t>(open_.batch());
    result_.notes.push_back("the batch stays " + std::to_string(open_.symbols[batch].usual) + ": " +
                            (reason.where.empty() ? "" : reason.where + ": ") + reason.problem);
    fix_symbol(open_, static_cast<int>(batch));
  }

  void take_symbols() {
    network_io::network_data& n = result_.network;
    n.symbols.clear();
    n.inputs.clear();
    for (const open_symbol& s : open_.symbols) n.symbols.push_back({s.name, s.usual});
    const auto inputs = open_inputs(model_.main);
    unique_names names;
    for (std::size_t i = 0; i < inputs.size(); ++i) {
      network_io::input_data input{names.unique(printable(inputs[i]->name)), {1, {}}};
      for (const input_size& s : open_.inputs[i]) {
        if (s.symbol >= 0) {
          ++input.elements.powers[static_cast<std::size_t>(s.symbol)];
        } else {
          input.elements.factor = detail::size_product(input.elements.factor, static_cast<std::size_t>(s.number));
        }
      }
      n.inputs.push_back(std::move(input));
    }
  }

  model model_;
  const std::string& path_;
  const import_options& options_;
  open_sizes open_;
  imported result_;
  std::set<std::string> notes_;
};

}  // namespace

imported import_onnx(std::string_view bytes, const std::string& name, const import_options& options) {
  try {
    return importer(bytes, name, nullptr, options).run();
  } catch (const fault& f) {
    throw onnx_error(name, f.where, f.problem, f.remedy);
  }
}

imported import_onnx(const std::string& path, const import_options& options) {
  try {
    const mapped_file file(path);
    external_files beside(std::filesystem::path(path).parent_path());
    return importer(file.bytes(), path, &beside, options).run();
  } catch (const fault& f) {
    throw onnx_error(path, f.where, f.problem, f.remedy);
  }
}

}  // namespace calib::onnx
