#include <string.h>

#include "c_client.h"
#include "c_expect.h"

int c_client_is_refused(void) {
  int result = 0;
  calib_profile* profile = NULL;
  calib_profile* other = NULL;
  calib_profile* lenient = NULL;
  calib_fallback roofline = {CALIB_FALL_BACK_ON_ROOFLINE, NULL, CALIB_F64, NULL, 0};
  calib_fallback fast = {CALIB_FALL_BACK_ON_SETTING, NULL, CALIB_F64, NULL, 0};
  calib_table* conv2d = NULL;
  calib_table* table = NULL;
  calib_operation_info operation;
  calib_estimate_result estimate;
  double seconds[2] = {-1, -1};
  const size_t dims[3] = {10, 100, 1};
  const size_t zero[2] = {10, 0};
  const size_t one = 1;
  const size_t windows[2] = {1, 3};
  const size_t none = 0;
  const size_t* sizes[19];
  size_t counts[19];
  size_t i = 0;
  for (i = 0; i < 19; ++i) {
    sizes[i] = i == 8 || i > 10 ? &none : &one; /* pads and the like are 0 */
    counts[i] = 1;
  }
  sizes[2] = &windows[1]; /* in_h */
  sizes[5] = windows;     /* kernel_h */
  counts[5] = 2;

  EXPECT(c_client_parse(&profile) == CALIB_OK);
  EXPECT(calib_latency(profile, "gemm", "f32", dims, 3, seconds) == CALIB_NO_TABLE);
  EXPECT(SAYS("calib run --ops gemm"));
  EXPECT(calib_latency(profile, "gemw", "f32", dims, 2, seconds) == CALIB_UNKNOWN_OPERATION);
  EXPECT(SAYS("name one of gemm"));
  EXPECT(calib_latency(profile, "gemv", "f31", dims, 2, seconds) == CALIB_UNKNOWN_PRECISION);
  EXPECT(SAYS("name one of f64"));
  EXPECT(calib_latency(profile, "gemv", "f32", dims, 3, seconds) == CALIB_WRONG_RANK);
  EXPECT(SAYS("give m, k"));
  EXPECT(calib_latency(profile, "dispatch", "f32", dims, 1, seconds) == CALIB_WRONG_RANK);
  EXPECT(SAYS("give none"));
  EXPECT(calib_in_setting(profile, "fast", &other) == CALIB_UNKNOWN_SETTING);
  EXPECT(SAYS("own_1t_warm"));
  EXPECT(calib_describe_operation("gemw", &operation) == CALIB_UNKNOWN_OPERATION);
  EXPECT(SAYS("name one of gemm") && SAYS("conv2d"));

  EXPECT(calib_table_open(profile, "gemm", CALIB_F32, NULL, &table) == CALIB_NO_TABLE);
  EXPECT(SAYS("calib run --ops gemm"));
  EXPECT(calib_table_open(profile, "gemv", CALIB_F32, "own_2t_cold", &table) == CALIB_NO_TABLE);
  EXPECT(SAYS("in setting own_2t_cold"));
  EXPECT(calib_table_open(profile, "gemv", CALIB_F64, NULL, &table) == CALIB_NO_TABLE);
  EXPECT(calib_table_open(profile, "conv2d", CALIB_F64, NULL, &table) == CALIB_NO_TABLE);
  EXPECT(calib_table_open(profile, "gemw", CALIB_F32, NULL, &table) == CALIB_UNKNOWN_OPERATION);
  EXPECT(calib_table_open(profile, "gemv", CALIB_F32, "fast", &table) == CALIB_UNKNOWN_SETTING);
  EXPECT(table == NULL);

  /* A shape whose form has no table, alone and among others. */
  EXPECT(calib_table_open(profile, "conv2d", CALIB_F32, NULL, &conv2d) == CALIB_OK);
  EXPECT(calib_table_latency(conv2d, c_client_convolutions[1], 19, seconds) == CALIB_NO_TABLE);
  EXPECT(SAYS("no table of conv2d_3x3 f32"));
  EXPECT(calib_table_latencies(conv2d, c_client_convolutions[0], 2, 19, seconds) == CALIB_NO_TABLE);
  EXPECT(SAYS("shape 1 (counted from 0): ") && SAYS("no table of conv2d_3x3 f32"));
  EXPECT(calib_table_estimate(conv2d, c_client_convolutions[1], 19, &estimate) == CALIB_NO_TABLE);
  EXPECT(calib_table_latency_grid(conv2d, sizes, counts, 19, seconds) == CALIB_NO_TABLE);
  EXPECT(calib_table_latency(conv2d, c_client_convolutions[0], 6, seconds) == CALIB_WRONG_RANK);
  EXPECT(SAYS("conv2d has 19 dimensions, found 6"));
  EXPECT(calib_table_latency_grid(conv2d, sizes, counts, 10, seconds) == CALIB_WRONG_RANK);

  /* A shape that there cannot be. */
  EXPECT(calib_latency(profile, "gemv", "f32", zero, 2, seconds) == CALIB_IMPOSSIBLE_SHAPE);
  EXPECT(SAYS("gemv: k is 0"));
  EXPECT(calib_table_latencies(conv2d, c_client_large_window[0], 2, 7, seconds) == CALIB_IMPOSSIBLE_SHAPE);
  EXPECT(SAYS("shape 1 (counted from 0): conv2d: kernel_h is more than in_h"));
  sizes[0] = &none;
  EXPECT(calib_table_latency_grid(conv2d, sizes, counts, 19, seconds) == CALIB_IMPOSSIBLE_SHAPE);
  EXPECT(SAYS("conv2d: batch is 0"));
  sizes[0] = &one;
  EXPECT(seconds[0] == -1);

  /* A roofline of which one half is unknown. */
  EXPECT(calib_with_fallbacks(profile, &roofline, 1, &lenient) == CALIB_OK);
  EXPECT(calib_latency(lenient, "gemm", "i8", dims, 3, seconds) == CALIB_NO_PEAK);
  EXPECT(SAYS("gemm i8: profile c_box has no arithmetic peak for i8") && SAYS("ask in one of f32"));
  EXPECT(calib_table_open(lenient, "gemm", CALIB_I8, NULL, &table) == CALIB_NO_PEAK);
  EXPECT(calib_estimate(lenient, "gemm", "f32", dims, 3, &estimate) == CALIB_OK);
  EXPECT(estimate.step == 1 && strcmp(calib_step_name(lenient, estimate.step), "roofline") == 0);
  EXPECT(calib_table_latencies(conv2d, c_client_convolutions[0], 2, 19, seconds) == CALIB_NO_TABLE);
  seconds[0] = -1;

  fast.kind = CALIB_FALL_BACK_ON_SETTING;
  fast.setting = "fast";
  EXPECT(calib_with_fallbacks(profile, &fast, 1, &other) == CALIB_UNKNOWN_SETTING);
  EXPECT(SAYS("own_1t_warm, own_2t_cold"));
  EXPECT(other == NULL);

  EXPECT(calib_load("/nonexistent.json", &other) == CALIB_BAD_PROFILE);
  EXPECT(SAYS("/nonexistent.json"));
  EXPECT(calib_load_by_name("no_such_box", "/nonexistent", &other) == CALIB_BAD_PROFILE);
  EXPECT(SAYS("no shipped profile of this id in /nonexistent/profiles"));
  EXPECT(calib_parse(c_client_json, strlen(c_client_json) / 2, &other) == CALIB_BAD_PROFILE);
  EXPECT(other == NULL);
  EXPECT(seconds[0] == -1 && seconds[1] == -1);
done:
  calib_free(lenient);
  calib_free(profile);
  calib_table_free(conv2d);
  calib_table_free(table);
  return result;
}

int c_client_makes_mistakes(void) {
  int result = 0;
  calib_profile* profile = NULL;
  calib_fallback step = {CALIB_FALL_BACK_ON_SETTING, NULL, CALIB_F64, NULL, 0};
  calib_profile* other = NULL;
  calib_table* gemv = NULL;
  calib_table* table = NULL;
  calib_estimate_result estimate;
  double seconds = -1;
  const size_t dims[2] = {10, 100};
  const size_t* sizes[2];
  size_t counts[2] = {1, 1};
  sizes[0] = dims;
  sizes[1] = NULL;

  EXPECT(c_client_parse(&profile) == CALIB_OK);
  EXPECT(calib_latency(profile, NULL, "f32", dims, 2, &seconds) == CALIB_BAD_ARGUMENT);
  EXPECT(calib_latency(profile, "gemv", NULL, dims, 2, &seconds) == CALIB_BAD_ARGUMENT);
  EXPECT(calib_latency(profile, "gemv", "f32", NULL, 2, &seconds) == CALIB_BAD_ARGUMENT);
  EXPECT(calib_latency(profile, "gemv", "f32", dims, 2, NULL) == CALIB_BAD_ARGUMENT);
  EXPECT(strcmp(calib_last_error(), "seconds is NULL; pass a valid pointer") == 0);
  EXPECT(calib_estimate(profile, "gemv", "f32", dims, 2, NULL) == CALIB_BAD_ARGUMENT);
  EXPECT(calib_in_setting(profile, NULL, &other) == CALIB_BAD_ARGUMENT);
  EXPECT(calib_with_fallbacks(profile, NULL, 1, &other) == CALIB_BAD_ARGUMENT);
  EXPECT(calib_with_fallbacks(profile, NULL, 0, NULL) == CALIB_BAD_ARGUMENT);
  EXPECT(calib_with_fallbacks(profile, &step, 1, &other) == CALIB_BAD_ARGUMENT); /* no setting */
  EXPECT(strcmp(calib_last_error(), "fallbacks[0].setting is NULL; pass a valid pointer") == 0);
  step.setting = "own_2t_cold";
  step.ratio = -1;
  EXPECT(calib_with_fallbacks(profile, &step, 1, &other) == CALIB_BAD_ARGUMENT);
  EXPECT(SAYS("ratio") && SAYS("-1"));
  step.kind = CALIB_FALL_BACK_ON_PROFILE;
  EXPECT(calib_with_fallbacks(profile, &step, 1, &other) == CALIB_BAD_ARGUMENT); /* no profile */
  step.kind = CALIB_FALL_BACK_ON_PRECISION;
  step.precision = (calib_precision)-1;
  EXPECT(calib_with_fallbacks(profile, &step, 1, &other) == CALIB_BAD_ARGUMENT);
  EXPECT(SAYS("CALIB_F32"));
  step.kind = (calib_fallback_kind)4;
  EXPECT(calib_with_fallbacks(profile, &step, 1, &other) == CALIB_BAD_ARGUMENT);
  EXPECT(SAYS("CALIB_FALL_BACK_ON_ROOFLINE"));
  EXPECT(calib_in_setting(profile, "own_1t_warm", NULL) == CALIB_BAD_ARGUMENT);
  EXPECT(calib_load(NULL, &other) == CALIB_BAD_ARGUMENT);
  EXPECT(calib_load("x.json", NULL) == CALIB_BAD_ARGUMENT);
  EXPECT(calib_load_by_name(NULL, CALIB_DATA_FOLDER, &other) == CALIB_BAD_ARGUMENT);
  EXPECT(calib_load_by_name("x", NULL, &other) == CALIB_BAD_ARGUMENT);
  EXPECT(calib_load_by_name("x", CALIB_DATA_FOLDER, NULL) == CALIB_BAD_ARGUMENT);
  EXPECT(calib_parse(NULL, 0, &other) == CALIB_BAD_ARGUMENT);
  EXPECT(calib_parse(c_client_json, strlen(c_client_json), NULL) == CALIB_BAD_ARGUMENT);
  EXPECT(other == NULL);

  EXPECT(calib_table_open(profile, NULL, CALIB_F32, NULL, &table) == CALIB_BAD_ARGUMENT);
  EXPECT(calib_table_open(profile, "gemv", CALIB_F32, NULL, NULL) == CALIB_BAD_ARGUMENT);
  EXPECT(calib_table_open(profile, "gemv", (calib_precision)13, NULL, &table) == CALIB_BAD_ARGUMENT);
  EXPECT(SAYS("CALIB_F32"));
  EXPECT(calib_table_open(profile, "gemv", (calib_precision)-1, NULL, &table) == CALIB_BAD_ARGUMENT);
  EXPECT(table == NULL);
  calib_free(NULL);
  calib_table_free(NULL);
  EXPECT(calib_table_rank(NULL) == 0);

  EXPECT(calib_table_open(profile, "gemv", CALIB_F32, NULL, &gemv) == CALIB_OK);
  EXPECT(calib_table_latency(NULL, dims, 2, &seconds) == CALIB_BAD_ARGUMENT);
  EXPECT(calib_table_latency(gemv, NULL, 2, &seconds) == CALIB_BAD_ARGUMENT);
  EXPECT(calib_table_latency(gemv, dims, 2, NULL) == CALIB_BAD_ARGUMENT);
  EXPECT(calib_table_estimate(NULL, dims, 2, &estimate) == CALIB_BAD_ARGUMENT);
  EXPECT(calib_table_estimate(gemv, NULL, 2, &estimate) == CALIB_BAD_ARGUMENT);
  EXPECT(calib_table_estimate(gemv, dims, 2, NULL) == CALIB_BAD_ARGUMENT);
  EXPECT(strcmp(calib_last_error(), "result is NULL; pass a valid pointer") == 0);
  EXPECT(calib_table_estimates(gemv, dims, 1, 2, NULL) == CALIB_BAD_ARGUMENT);
  EXPECT(calib_table_latencies(gemv, dims, 1, 2, NULL) == CALIB_BAD_ARGUMENT);
  EXPECT(calib_table_latencies(gemv, NULL, 1, 2, &seconds) == CALIB_BAD_ARGUMENT);
  EXPECT(calib_table_latencies(gemv, NULL, 0, 2, NULL) == CALIB_OK); /* no shapes, no answers */
  EXPECT(calib_table_latency(gemv, dims, 1, &seconds) == CALIB_WRONG_RANK);
  EXPECT(SAYS("give m, k"));

  EXPECT(calib_table_latency_grid(NULL, sizes, counts, 2, &seconds) == CALIB_BAD_ARGUMENT);
  EXPECT(calib_table_latency_grid(gemv, NULL, counts, 2, &seconds) == CALIB_BAD_ARGUMENT);
  EXPECT(calib_table_latency_grid(gemv, sizes, NULL, 2, &seconds) == CALIB_BAD_ARGUMENT);
  EXPECT(calib_table_latency_grid(gemv, sizes, counts, 2, &seconds) == CALIB_BAD_ARGUMENT);
  EXPECT(strcmp(calib_last_error(), "sizes[1] is NULL; pass a valid pointer") == 0);
  counts[1] = 0;
  EXPECT(calib_table_latency_grid(gemv, sizes, counts, 2, NULL) == CALIB_OK);
  sizes[1] = dims;
  counts[1] = 1;
  EXPECT(calib_table_latency_grid(gemv, sizes, counts, 2, NULL) == CALIB_BAD_ARGUMENT);

  EXPECT(calib_describe_operation(NULL, NULL) == CALIB_BAD_ARGUMENT);
  EXPECT(calib_describe_operation("gemv", NULL) == CALIB_BAD_ARGUMENT);
  EXPECT(calib_describe_profile(profile, NULL) == CALIB_BAD_ARGUMENT);
  EXPECT(calib_describe_setting(profile, 0, NULL) == CALIB_BAD_ARGUMENT);
  EXPECT(calib_describe_table(profile, 0, NULL) == CALIB_BAD_ARGUMENT);
  EXPECT(seconds == -1);
done:
  calib_free(profile);
  calib_table_free(gemv);
  return result;
}

int c_client_has_no_profile(void) {
  int result = 0;
  calib_profile* other = NULL;
  calib_table* table = NULL;
  calib_estimate_result estimate;
  calib_profile_info box;
  calib_setting_info setting;
  calib_table_info entry;
  double seconds = -1;
  const size_t dims[2] = {10, 100};

  EXPECT(calib_latency(NULL, "gemv", "f32", dims, 2, &seconds) == CALIB_NO_PROFILE);
  EXPECT(SAYS("configure calib with -DCALIB_PROFILE=<id>") && SAYS("calib_load"));
  EXPECT(calib_estimate(NULL, "gemv", "f32", dims, 2, &estimate) == CALIB_NO_PROFILE);
  EXPECT(calib_in_setting(NULL, "own_1t_warm", &other) == CALIB_NO_PROFILE);
  EXPECT(calib_table_open(NULL, "gemv", CALIB_F32, NULL, &table) == CALIB_NO_PROFILE);
  EXPECT(calib_describe_profile(NULL, &box) == CALIB_NO_PROFILE);
  EXPECT(calib_describe_setting(NULL, 0, &setting) == CALIB_NO_PROFILE);
  EXPECT(calib_describe_table(NULL, 0, &entry) == CALIB_NO_PROFILE);
  EXPECT(other == NULL && table == NULL && seconds == -1);
done:
  return result;
}
