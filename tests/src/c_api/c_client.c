#include "c_client.h"

#include <string.h>

#include "c_expect.h"

const char c_client_json[] =
    "{\"schema\": 1, \"id\": \"c_box\", \"name\": \"A box\","
    " \"settings\": ["
    "  {\"id\": \"own_1t_warm\", \"backend\": \"own\", \"version\": \"7\", \"threads\": 1, \"cache\": \"warm\","
    "   \"absorbs\": [\"relu\"], \"overhead_s\": 1e-7, \"peaks\": {\"flops_per_s\": {\"f32\": 1e9}, "
    "\"bandwidth_bytes_per_s\": 1e9}},"
    "  {\"id\": \"own_2t_cold\", \"backend\": \"own\", \"threads\": 2, \"cache\": \"cold\"}],"
    " \"default_setting\": \"own_1t_warm\","
    " \"tables\": ["
    "  {\"operation\": \"gemv\", \"precision\": \"f32\", \"setting\": \"own_1t_warm\","
    "   \"axes\": [{\"name\": \"m\", \"knots\": [2, 10]}, {\"name\": \"k\", \"knots\": [1, 100]}],"
    "   \"latency_s\": [8e-6, 305e-6, 24e-6, 321e-6], \"quality\": {\"grade\": \"B\"},"
    "   \"error\": {\"method\": \"hold-out\", \"median\": 0.02, \"p95\": 0.1, \"count\": 30}},"
    "  {\"operation\": \"conv2d_pointwise\", \"precision\": \"f32\", \"setting\": \"own_1t_warm\","
    "   \"axes\": [{\"name\": \"pixels\", \"knots\": [16]}, {\"name\": \"in_channels\", \"knots\": [8]},"
    "              {\"name\": \"out_channels\", \"knots\": [8]}], \"latency_s\": [5e-6]},"
    "  {\"operation\": \"relu\", \"precision\": \"f64\", \"setting\": \"own_2t_cold\","
    "   \"axes\": [{\"name\": \"elements\", \"knots\": [1000]}], \"latency_s\": [1e-6]},"
    "  {\"operation\": \"dispatch\", \"precision\": \"f64\", \"setting\": \"own_2t_cold\", \"axes\": [],"
    "   \"latency_s\": [2e-7]}]}";

calib_status c_client_parse(calib_profile** profile) {
  return calib_parse(c_client_json, strlen(c_client_json), profile);
}

const size_t c_client_convolutions[2][19] = {{1, 8, 4, 4, 8, 1, 1, 1, 0, 1, 1}, {1, 8, 4, 4, 8, 3, 3, 1, 1, 1, 1}};

/* The last dimensions have defaults. */
const size_t c_client_large_window[2][7] = {{1, 8, 4, 4, 8, 1, 1}, {1, 8, 4, 4, 8, 5, 1}};

int c_client_asks_by_name(void) {
  int result = 0;
  calib_profile* profile = NULL;
  calib_profile* cold = NULL;
  calib_estimate_result estimate;
  double seconds = 0;
  const size_t dims[2] = {10, 100};
  const size_t elements = 1000;

  EXPECT(c_client_parse(&profile) == CALIB_OK);
  EXPECT(calib_latency(profile, "gemv", "f32", dims, 2, &seconds) == CALIB_OK);
  EXPECT(seconds > 320e-6 && seconds < 322e-6);
  EXPECT(calib_latency(profile, "gemv", "fp32", dims, 2, &seconds) == CALIB_OK);
  EXPECT(calib_estimate(profile, "gemv", "f32", dims, 2, &estimate) == CALIB_OK);
  EXPECT(estimate.latency_s == seconds);
  EXPECT(estimate.bound == CALIB_MEMORY_BOUND);
  EXPECT(estimate.source == CALIB_MEASURED);
  EXPECT(estimate.efficiency > 0 && estimate.efficiency < 1);
  EXPECT(estimate.flops_per_s > 0 && estimate.bytes_per_s > 0);
  EXPECT(estimate.error_count == 30 && estimate.error_median == 0.02 && estimate.error_p95 == 0.1);
  EXPECT(calib_latency(profile, "conv2d", "f32", c_client_convolutions[0], 11, &seconds) == CALIB_OK);
  EXPECT(seconds > 4.9e-6 && seconds < 5.1e-6);

  EXPECT(calib_latency(profile, "relu", "f64", &elements, 1, &seconds) == CALIB_NO_TABLE);
  EXPECT(calib_in_setting(profile, "own_2t_cold", &cold) == CALIB_OK);
  calib_free(profile);
  profile = NULL;
  EXPECT(calib_latency(cold, "relu", "f64", &elements, 1, &seconds) == CALIB_OK);
  EXPECT(seconds > 0.9e-6 && seconds < 1.1e-6);
  EXPECT(calib_latency(cold, "dispatch", "f64", NULL, 0, &seconds) == CALIB_OK);
  EXPECT(seconds > 1.9e-7 && seconds < 2.1e-7);
done:
  calib_free(profile);
  calib_free(cold);
  return result;
}

int c_client_asks_tables(void) {
  int result = 0;
  calib_profile* profile = NULL;
  calib_profile* cold = NULL;
  calib_table* gemv = NULL;
  calib_table* relu = NULL;
  calib_table* dispatch = NULL;
  calib_table* conv2d = NULL;
  calib_estimate_result estimates[3];
  double seconds[6];
  double one = 0;
  size_t i = 0;
  const size_t shapes[3][2] = {{10, 100}, {2, 1}, {5, 40}};
  const size_t ms[3] = {2, 5, 10};
  const size_t ks[2] = {1, 100};
  const size_t* sizes[2];
  const size_t counts[2] = {3, 2};
  const size_t elements = 1000;
  sizes[0] = ms;
  sizes[1] = ks;

  EXPECT(c_client_parse(&profile) == CALIB_OK);
  EXPECT(calib_table_open(profile, "gemv", CALIB_F32, NULL, &gemv) == CALIB_OK);
  EXPECT(calib_table_open(profile, "relu", CALIB_F64, "own_2t_cold", &relu) == CALIB_OK);
  EXPECT(calib_in_setting(profile, "own_2t_cold", &cold) == CALIB_OK);
  EXPECT(calib_table_open(cold, "dispatch", CALIB_F64, NULL, &dispatch) == CALIB_OK);
  EXPECT(calib_table_open(cold, "conv2d", CALIB_F32, "own_1t_warm", &conv2d) == CALIB_OK);
  calib_free(cold); /* tables keep what they read */
  calib_free(profile);
  cold = NULL;
  profile = NULL;

  EXPECT(calib_table_rank(gemv) == 2);
  EXPECT(calib_table_latency(gemv, shapes[0], 2, &one) == CALIB_OK);
  EXPECT(one > 320e-6 && one < 322e-6);
  EXPECT(calib_table_latencies(gemv, shapes[0], 3, 2, seconds) == CALIB_OK);
  EXPECT(seconds[0] == one);
  EXPECT(calib_table_estimates(gemv, shapes[0], 3, 2, estimates) == CALIB_OK);
  for (i = 0; i < 3; ++i) EXPECT(estimates[i].latency_s == seconds[i]);
  EXPECT(estimates[1].source == CALIB_MEASURED && estimates[2].source == CALIB_INTERPOLATED);
  EXPECT(calib_table_estimate(gemv, shapes[2], 2, &estimates[0]) == CALIB_OK);
  EXPECT(estimates[0].latency_s == seconds[2]);

  EXPECT(calib_table_latency_grid(gemv, sizes, counts, 2, seconds) == CALIB_OK);
  for (i = 0; i < 6; ++i) {
    size_t shape[2];
    shape[0] = ms[i / 2];
    shape[1] = ks[i % 2];
    EXPECT(calib_table_latency(gemv, shape, 2, &one) == CALIB_OK);
    EXPECT(one == seconds[i]);
  }

  EXPECT(calib_table_rank(relu) == 1);
  EXPECT(calib_table_latency(relu, &elements, 1, &one) == CALIB_OK);
  EXPECT(one > 0.9e-6 && one < 1.1e-6);
  EXPECT(calib_table_rank(dispatch) == 0);
  EXPECT(calib_table_latency(dispatch, NULL, 0, &one) == CALIB_OK);
  EXPECT(one > 1.9e-7 && one < 2.1e-7);
  EXPECT(calib_table_latency_grid(dispatch, NULL, NULL, 0, seconds) == CALIB_OK);
  EXPECT(seconds[0] == one);

  EXPECT(calib_table_rank(conv2d) == 19);
  EXPECT(calib_table_estimate(conv2d, c_client_convolutions[0], 19, estimates) == CALIB_OK);
  EXPECT(estimates[0].latency_s > 4.9e-6 && estimates[0].latency_s < 5.1e-6);
done:
  calib_table_free(gemv);
  calib_table_free(relu);
  calib_table_free(dispatch);
  calib_table_free(conv2d);
  calib_free(profile);
  calib_free(cold);
  return result;
}

int c_client_looks_around(void) {
  int result = 0;
  calib_profile* profile = NULL;
  calib_profile* cold = NULL;
  calib_operation_info operation;
  calib_profile_info box;
  calib_setting_info setting;
  calib_table_info table;

  EXPECT(strcmp(calib_version(), "") != 0);
  EXPECT(calib_abi_version() == CALIB_ABI_VERSION);
  EXPECT(strcmp(calib_precision_name(CALIB_F64), "f64") == 0);
  EXPECT(strcmp(calib_precision_name(CALIB_I8), "i8") == 0);
  EXPECT(calib_precision_name(calib_precision_count()) == NULL);
  EXPECT(strcmp(calib_operation_name(0), "gemm") == 0);
  EXPECT(calib_operation_name(calib_operation_count()) == NULL);

  EXPECT(calib_describe_operation("gemv", &operation) == CALIB_OK);
  EXPECT(strcmp(operation.name, "gemv") == 0 && operation.dim_count == 2 && operation.is_lowered == 0);
  EXPECT(strcmp(operation.dims[0], "m") == 0 && strcmp(operation.dims[1], "k") == 0);
  EXPECT(calib_describe_operation("conv2d", &operation) == CALIB_OK);
  EXPECT(operation.dim_count == 19 && operation.is_lowered == 1);
  EXPECT(strcmp(operation.dims[10], "groups") == 0);
  EXPECT(calib_describe_operation("dispatch", &operation) == CALIB_OK);
  EXPECT(operation.dim_count == 0);

  EXPECT(c_client_parse(&profile) == CALIB_OK);
  EXPECT(calib_in_setting(profile, "own_2t_cold", &cold) == CALIB_OK);
  EXPECT(calib_describe_profile(profile, &box) == CALIB_OK);
  EXPECT(strcmp(box.id, "c_box") == 0 && strcmp(box.name, "A box") == 0);
  EXPECT(strcmp(box.setting, "own_1t_warm") == 0 && box.setting_count == 2 && box.table_count == 4);
  EXPECT(calib_describe_profile(cold, &box) == CALIB_OK);
  EXPECT(strcmp(box.setting, "own_2t_cold") == 0);

  EXPECT(calib_describe_setting(profile, 0, &setting) == CALIB_OK);
  EXPECT(strcmp(setting.id, "own_1t_warm") == 0 && strcmp(setting.backend, "own") == 0);
  EXPECT(strcmp(setting.version, "7") == 0 && setting.threads == 1 && strcmp(setting.cache, "warm") == 0);
  EXPECT(setting.overhead_s == 1e-7);
  EXPECT(calib_describe_setting(profile, 1, &setting) == CALIB_OK);
  EXPECT(strcmp(setting.version, "") == 0 && setting.threads == 2 && strcmp(setting.cache, "cold") == 0);

  EXPECT(calib_describe_table(profile, 0, &table) == CALIB_OK);
  EXPECT(strcmp(table.operation, "gemv") == 0 && table.precision == CALIB_F32);
  EXPECT(strcmp(table.setting, "own_1t_warm") == 0 && table.grade == 'B');
  EXPECT(table.error_median == 0.02 && table.error_p95 == 0.1 && table.error_count == 30);
  EXPECT(calib_describe_table(profile, 3, &table) == CALIB_OK);
  EXPECT(strcmp(table.operation, "dispatch") == 0 && table.grade == '-' && table.error_count == 0);

  table.grade = 'x';
  EXPECT(calib_describe_setting(profile, 2, &setting) == CALIB_BAD_ARGUMENT);
  EXPECT(strcmp(calib_last_error(), "there is no setting 2; the profile has 2, counted from 0") == 0);
  EXPECT(calib_describe_table(profile, 4, &table) == CALIB_BAD_ARGUMENT);
  EXPECT(strcmp(calib_last_error(), "there is no table 4; the profile has 4, counted from 0") == 0);
  EXPECT(table.grade == 'x');
done:
  calib_free(profile);
  calib_free(cold);
  return result;
}
