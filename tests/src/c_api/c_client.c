#include "c_client.h"

#include <calib/calib.h>
#include <string.h>

/* Leaves with the line that failed. */
#define EXPECT(condition) \
  do {                    \
    if (!(condition)) {   \
      result = __LINE__;  \
      goto done;          \
    }                     \
  } while (0)

int c_client_asks(const char* json, size_t length) {
  int result = 0;
  calib_profile* profile = NULL;
  calib_profile* cold = NULL;
  calib_estimate_result estimate;
  double seconds = 0;
  double by_name = 0;
  const size_t dims[2] = {10, 100};
  const size_t elements = 1000;

  EXPECT(calib_parse(json, length, &profile) == CALIB_OK);
  EXPECT(calib_latency_gemv(profile, CALIB_F32, 10, 100, &seconds) == CALIB_OK);
  EXPECT(seconds > 320e-6 && seconds < 322e-6);
  EXPECT(calib_latency(profile, "gemv", "f32", dims, 2, &by_name) == CALIB_OK);
  EXPECT(by_name == seconds);
  EXPECT(calib_latency(profile, "gemv", "fp32", dims, 2, &by_name) == CALIB_OK);
  EXPECT(calib_estimate(profile, "gemv", "f32", dims, 2, &estimate) == CALIB_OK);
  EXPECT(estimate.latency_s == seconds);
  EXPECT(estimate.bound == CALIB_MEMORY_BOUND);
  EXPECT(estimate.source == CALIB_MEASURED);
  EXPECT(estimate.efficiency > 0 && estimate.efficiency < 1);
  EXPECT(estimate.flops_per_s > 0 && estimate.bytes_per_s > 0);
  EXPECT(estimate.error_count == 30 && estimate.error_median > 0 && estimate.error_p95 > 0);

  EXPECT(calib_latency_relu(profile, CALIB_F64, elements, &seconds) == CALIB_NO_TABLE);
  EXPECT(calib_in_setting(profile, "own_2t_cold", &cold) == CALIB_OK);
  calib_free(profile);
  profile = NULL;
  EXPECT(calib_latency_relu(cold, CALIB_F64, elements, &seconds) == CALIB_OK);
  EXPECT(seconds > 0.9e-6 && seconds < 1.1e-6);
  EXPECT(calib_latency(cold, "relu", "f64", &elements, 1, &by_name) == CALIB_OK);
  EXPECT(by_name == seconds);
  EXPECT(calib_latency_dispatch(cold, CALIB_F64, &seconds) == CALIB_OK);
  EXPECT(seconds > 1.9e-7 && seconds < 2.1e-7);
  EXPECT(calib_latency(cold, "dispatch", "f64", NULL, 0, &by_name) == CALIB_OK);
  EXPECT(by_name == seconds);
done:
  calib_free(profile);
  calib_free(cold);
  return result;
}

int c_client_is_refused(const char* json, size_t length) {
  int result = 0;
  calib_profile* profile = NULL;
  calib_profile* other = NULL;
  double seconds = -1;
  const size_t dims[3] = {10, 100, 1};

  EXPECT(calib_parse(json, length, &profile) == CALIB_OK);
  EXPECT(calib_latency_gemm(profile, CALIB_F32, 1, 1, 1, &seconds) == CALIB_NO_TABLE);
  EXPECT(strstr(calib_last_error(), "calib run --ops gemm") != NULL);
  EXPECT(calib_latency(profile, "gemw", "f32", dims, 2, &seconds) == CALIB_UNKNOWN_OPERATION);
  EXPECT(strstr(calib_last_error(), "name one of gemm") != NULL);
  EXPECT(calib_latency(profile, "gemv", "f31", dims, 2, &seconds) == CALIB_UNKNOWN_PRECISION);
  EXPECT(strstr(calib_last_error(), "name one of f64") != NULL);
  EXPECT(calib_latency(profile, "gemv", "f32", dims, 3, &seconds) == CALIB_WRONG_RANK);
  EXPECT(strstr(calib_last_error(), "give m, k") != NULL);
  EXPECT(calib_latency(profile, "dispatch", "f32", dims, 1, &seconds) == CALIB_WRONG_RANK);
  EXPECT(strstr(calib_last_error(), "give none") != NULL);
  EXPECT(calib_in_setting(profile, "fast", &other) == CALIB_UNKNOWN_SETTING);
  EXPECT(strstr(calib_last_error(), "own_1t_warm") != NULL);
  EXPECT(calib_latency_gemv(profile, (calib_precision)7, 1, 1, &seconds) == CALIB_BAD_ARGUMENT);
  EXPECT(calib_latency_gemv(profile, CALIB_F32, 1, 1, NULL) == CALIB_BAD_ARGUMENT);
  EXPECT(strcmp(calib_last_error(), "seconds is NULL; pass a valid pointer") == 0);
  EXPECT(calib_latency(profile, NULL, "f32", dims, 2, &seconds) == CALIB_BAD_ARGUMENT);
  EXPECT(calib_latency(profile, "gemv", NULL, dims, 2, &seconds) == CALIB_BAD_ARGUMENT);
  EXPECT(calib_latency(profile, "gemv", "f32", NULL, 2, &seconds) == CALIB_BAD_ARGUMENT);
  EXPECT(calib_latency(profile, "gemv", "f32", dims, 2, NULL) == CALIB_BAD_ARGUMENT);
  EXPECT(calib_estimate(profile, "gemv", "f32", dims, 2, NULL) == CALIB_BAD_ARGUMENT);
  EXPECT(calib_in_setting(profile, NULL, &other) == CALIB_BAD_ARGUMENT);
  EXPECT(calib_in_setting(profile, "own_1t_warm", NULL) == CALIB_BAD_ARGUMENT);
  EXPECT(calib_load(NULL, &other) == CALIB_BAD_ARGUMENT);
  EXPECT(calib_load("x.json", NULL) == CALIB_BAD_ARGUMENT);
  EXPECT(calib_parse(NULL, 0, &other) == CALIB_BAD_ARGUMENT);
  EXPECT(calib_parse(json, length, NULL) == CALIB_BAD_ARGUMENT);
  EXPECT(calib_load("/nonexistent.json", &other) == CALIB_BAD_PROFILE);
  EXPECT(strstr(calib_last_error(), "/nonexistent.json") != NULL);
  EXPECT(calib_parse(json, length / 2, &other) == CALIB_BAD_PROFILE);
  EXPECT(calib_latency_gemv(NULL, CALIB_F32, 1, 1, &seconds) == CALIB_NO_PROFILE);
  EXPECT(strstr(calib_last_error(), "CALIB_PROFILE") != NULL);
  EXPECT(calib_latency(NULL, "gemv", "f32", dims, 2, &seconds) == CALIB_NO_PROFILE);
  EXPECT(other == NULL);
  EXPECT(seconds == -1);
done:
  calib_free(profile);
  return result;
}
