#include "foreign/dimension_names.hpp"

#include <algorithm>
#include <array>
#include <span>

#include "calib/precision.hpp"

namespace calib::foreign {
namespace {

struct usual_names {
  std::string_view dimension;
  std::string_view names;   // between blanks, compact
  std::string_view shared;  // of both directions, or of less certain ones: looked for where there is none of `names`
};

constexpr std::array table{
    usual_names{
        "batch",
        " batch batchsize bs bsz mb minibatch minibatchsize batches nbatch nbatches numbatch numbatches batchcount ",
        " b n "},
    usual_names{"m", " m dimm sizem msize mdim gemmm ", ""},
    usual_names{"n", " n dimn sizen nsize ndim gemmn ", ""},
    usual_names{"k", " k dimk sizek ksize kdim gemmk ", ""},
    usual_names{
        "elements",
        " elements size numel numelements nelements numelem nelem elems elementcount count length len vectorsize ",
        " n "},
    usual_names{"rows", " rows nrows numrows row ", " m batch batchsize tokens numtokens "},
    usual_names{"cols", " cols columns ncols numcols col hidden hiddensize hiddendim ", " n "},
    usual_names{"bytes", " bytes nbytes numbytes sizebytes bytesize sizeinbytes ", ""},
    usual_names{"in_channels", " inchannels inchannel ic cin inc inch inputchannels inputchannel channelsin ichannels ",
                " c channels "},
    usual_names{"out_channels",
                " outchannels outchannel oc cout outc outch outputchannels outputchannel channelsout ochannels filters "
                "numfilters nfilters ",
                ""},
    usual_names{"channels", " channels channel c ch nchannels numchannels ic inchannels inputchannels ", ""},
    usual_names{"in_h", " inh ih hin inputh inputheight inheight height imageheight imgh ",
                " h hw imagesize imgsize inputsize resolution res side image "},
    usual_names{"in_w", " inw iw win inputw inputwidth inwidth width imagewidth imgw ",
                " w hw imagesize imgsize inputsize resolution res side image "},
    usual_names{"in_length", " inlength il lin length inputlength inlen iw inw width seqlen ", " l w "},
    usual_names{"kernel_h", " kernelh kh kernelheight filterh filterheight fh ",
                " kernel kernelsize ks ksize filter filtersize "},
    usual_names{"kernel_w", " kernelw kw kernelwidth filterw filterwidth fw ",
                " kernel kernelsize ks ksize filter filtersize "},
    usual_names{"kernel", " kernel kernelsize ks ksize filter filtersize pool poolsize window windowsize ",
                " kernelh kh kw kernelw "},
    usual_names{"stride", " stride strides str ", " s "},
    usual_names{"stride_h", " strideh sh strideheight stridey ", ""},
    usual_names{"stride_w", " stridew sw stridewidth stridex ", ""},
    usual_names{"pad", " pad padding pads paddings ", " p "},
    usual_names{"pad_top", " padtop padt ", " ph padh padheight paddingh pady "},
    usual_names{"pad_bottom", " padbottom padb ", " ph padh padheight paddingh pady "},
    usual_names{"pad_left", " padleft padl ", " pw padw padwidth paddingw padx "},
    usual_names{"pad_right", " padright padr ", " pw padw padwidth paddingw padx "},
    usual_names{"dilation", " dilation dilations dil ", " d "},
    usual_names{"dilation_h", " dilationh dilh dilationheight dilationy ", ""},
    usual_names{"dilation_w", " dilationw dilw dilationwidth dilationx ", ""},
    usual_names{"groups", " groups group numgroups ngroups ngroup groupcount ", " g "},
    usual_names{"heads",
                " heads numheads nheads nhead numhead attentionheads numattentionheads qheads numqheads nqheads headsq "
                "numheadsq hq nq ",
                " h nh "},
    usual_names{"kv_heads",
                " kvheads kvhead numkvheads nkvheads nkvhead numkeyvalueheads keyvalueheads headskv numheadskv headsk "
                "numheadsk hkv kvh nkv hk ",
                ""},
    usual_names{"head_dim", " headdim headdims dhead headsize dimhead dimperhead sizeperhead hdim headdimension hd ",
                " d dh "},
    usual_names{"seq_len",
                " seqlen seq sequence sequencelength seqlength promptlen promptlength prompt inputlen isl qlen seqlenq "
                "seqq slen ",
                " s sl tokens numtokens ntokens contextlen contextlength context "},
    usual_names{"kv_len",
                " kvlen kv kvlength kvseqlen seqlenkv seqlenk seqkv klen pastlen pastlength past pastkvlen cachelen "
                "kvcachelen contextlen contextlength context ctx ctxlen ",
                " seqlen seq sequence sequencelength seqlength s sl "},
};

bool lists(std::string_view names, std::string_view name) {
  for (std::size_t at = names.find(name); at != std::string_view::npos; at = names.find(name, at + 1)) {
    if (at > 0 && names[at - 1] == ' ' && names[at + name.size()] == ' ') return true;
  }
  return false;
}

bool has(const std::vector<std::string>& all, std::string_view one) { return std::ranges::find(all, one) != all.end(); }

// cuDNN's letters for convolutions, which stand for something else where not all of them are there.
std::string_view letter_of(std::string_view dimension) {
  constexpr std::array<std::array<std::string_view, 2>, 7> letters{{{"batch", "n"},
                                                                    {"in_channels", "c"},
                                                                    {"in_h", "h"},
                                                                    {"in_w", "w"},
                                                                    {"out_channels", "k"},
                                                                    {"kernel_h", "r"},
                                                                    {"kernel_w", "s"}}};
  for (const auto& [ours, letter] : letters) {
    if (ours == dimension) return letter;
  }
  return {};
}

// Whether the columns are named by these letters.
bool by_letters(const std::vector<std::string>& dimensions, const std::vector<std::string>& names) {
  constexpr std::array<std::string_view, 5> telling{"c", "h", "k", "r", "s"};
  return has(dimensions, "kernel_h") &&
         std::ranges::all_of(telling, [&](std::string_view letter) { return has(names, letter); });
}

std::vector<named_column> where_name(const std::vector<std::string>& names, auto&& fits) {
  std::vector<named_column> found;
  for (std::size_t c = 0; c < names.size(); ++c) {
    if (!names[c].empty() && fits(names[c])) found.push_back({c});
  }
  return found;
}

// dh and dw are benchdnn's: its dilation counts the gaps.
std::vector<named_column> benchdnn_dilation(std::string_view dimension, const std::vector<std::string>& names) {
  const std::string_view name = dimension == "dilation_h" ? "dh" : dimension == "dilation_w" ? "dw" : "";
  std::vector<named_column> found = where_name(names, [&](const std::string& one) { return one == name; });
  for (named_column& one : found) one.counts = counting::from_zero;
  return found;
}

}  // namespace

std::string compact(std::string_view name) {
  std::string text;
  for (const char letter : name) {
    const char c = detail::lower(letter);
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) text += c;
  }
  for (const std::string_view prefix : {"parameter", "param"}) {
    if (text.size() > prefix.size() && text.starts_with(prefix)) return text.substr(prefix.size());
  }
  return text;
}

std::vector<named_column> columns_for(std::string_view dimension, const std::vector<std::string>& dimensions,
                                      const std::vector<std::string>& columns) {
  auto ours = where_name(columns, [&](const std::string& one) { return one == dimension; });
  if (!ours.empty()) return ours;
  std::vector<std::string> names, dimension_names;
  for (const std::string& column : columns) names.push_back(compact(column));
  for (const std::string& one : dimensions) dimension_names.push_back(compact(one));
  if (by_letters(dimensions, names)) {
    const std::string_view letter = letter_of(dimension);
    if (!letter.empty()) {
      auto found = where_name(names, [&](const std::string& one) { return one == letter; });
      if (!found.empty()) return found;
    }
    // Other letters are of the result.
    for (std::string& one : names) {
      if (one.size() == 1) one.clear();
    }
  }
  const std::string own = compact(dimension);
  auto found = where_name(names, [&](const std::string& one) { return one == own; });
  if (!found.empty()) return found;
  found = benchdnn_dilation(dimension, names);
  if (!found.empty()) return found;
  const auto usual = std::ranges::find(table, dimension, &usual_names::dimension);
  if (usual == table.end()) return {};
  // A name that is a dimension of the operation itself means that one.
  const auto listed_in = [&](std::string_view list) {
    return where_name(names, [&](const std::string& one) { return lists(list, one) && !has(dimension_names, one); });
  };
  found = listed_in(usual->names);
  // A count may be that of the repetitions.
  const bool uncertain = found.size() == 1 && names[found.front().column] == "count";
  if (!found.empty() && !uncertain) return found;
  auto shared = listed_in(usual->shared);
  shared.insert(shared.end(), found.begin(), found.end());
  return shared;
}

std::optional<std::string_view> stands_for(std::string_view dimension) noexcept {
  if (dimension == "kernel_w") return "kernel_h";
  if (dimension == "in_w") return "in_h";
  if (dimension == "kv_heads") return "heads";
  if (dimension == "stride_w") return "stride_h";
  if (dimension == "dilation_w") return "dilation_h";
  if (dimension == "pad_left") return "pad_top";
  if (dimension == "pad_right") return "pad_bottom";
  return std::nullopt;
}

bool is_of_direction(std::string_view column) {
  const std::string name = compact(column);
  return name != "padtop" && name != "padbottom" && name != "padt" && name != "padb";
}

}  // namespace calib::foreign
