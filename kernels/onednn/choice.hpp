#pragma once
/// The implementation that carries out a convolution or a product: oneDNN's first one, unless that is wrong. Two of
/// oneDNN 2.6's for AMX are, for shapes that are told here; the next one is taken for them. Throw dnnl::error where
/// there is none.

#include <oneapi/dnnl/dnnl.hpp>
#include <string_view>

namespace calib::kernels::onednn {

template <class Description>
void skip_implementations(Description& chosen, std::string_view wrong) {
  while (std::string_view{chosen.impl_info_str()}.starts_with(wrong)) {
    if (!chosen.next_impl()) throw dnnl::error(dnnl_unimplemented, "oneDNN has no implementation but a wrong one");
  }
}

/// Whether two pixels or more lie between windows, so that none of them sees those.
inline bool leaves_gaps(const dnnl_convolution_desc_t& description) {
  const dnnl_memory_desc_t& filter = description.weights_desc;
  for (int side = 0; side < 2; ++side) {
    const dnnl_dim_t kernel = filter.dims[filter.ndims - 2 + side];
    const dnnl_dim_t reach = (kernel - 1) * (description.dilates[side] + 1) + 1;
    if (description.strides[side] > reach + 1) return true;
  }
  return false;
}

/// Where windows leave such gaps (3 x 3 with a stride of 5, 2 x 2 with one of 4), it writes behind its buffers, or
/// results are wrong.
inline dnnl::convolution_forward::primitive_desc choose_convolution(const dnnl::convolution_forward::desc& description,
                                                                    const dnnl::engine& engine,
                                                                    const dnnl::primitive_attr& attributes) {
  dnnl::convolution_forward::primitive_desc chosen{description, attributes, engine};
  if (leaves_gaps(description.data)) skip_implementations(chosen, "brgconv:avx512_core_amx");
  return chosen;
}

/// Whether the terms of a product's sums are one block of a tile's row and a rest that is rounded up to another.
inline bool ends_in_a_rounded_block(const dnnl_matmul_desc_t& description) {
  const dnnl_memory_desc_t& left = description.src_desc;
  const dnnl_dim_t terms = left.dims[left.ndims - 1];
  const bool is_one_byte = left.data_type == dnnl_s8 || left.data_type == dnnl_u8;
  const dnnl_dim_t block = is_one_byte ? 64 : 32, together = is_one_byte ? 4 : 2;  // elements of 64 bytes, and of 4
  return terms / block == 1 && terms % block > block - together;
}

/// With 125 to 127 terms of eight bits, or 63 of bf16, it multiplies tiles that it has not set up, an illegal
/// instruction for some numbers of rows.
inline dnnl::matmul::primitive_desc choose_product(const dnnl::matmul::desc& description, const dnnl::engine& engine,
                                                   const dnnl::primitive_attr& attributes = {}) {
  dnnl::matmul::primitive_desc chosen{description, attributes, engine};
  if (ends_in_a_rounded_block(description.data)) skip_implementations(chosen, "brg:avx512_core_amx");
  return chosen;
}

}  // namespace calib::kernels::onednn
