/* A network's latency, in C, from a profile and a network read at run time:
 *
 *   calib_ask PROFILE.json NETWORK.json */

#include <calib/calib.h>
#include <stdio.h>

static calib_profile* profile = NULL;   /* as it was read */
static calib_profile* answering = NULL; /* with what answers where there is no table */
static calib_network* network = NULL;
static calib_priced_network* priced = NULL;

static calib_status prepare(const char* profile_file, const char* network_file) {
  const calib_fallback roofline = {.kind = CALIB_FALL_BACK_ON_ROOFLINE};
  calib_status status = calib_load(profile_file, &profile);
  if (status == CALIB_OK) status = calib_with_fallbacks(profile, &roofline, 1, &answering);
  if (status == CALIB_OK) status = calib_network_load(network_file, &network);
  if (status == CALIB_OK) status = calib_price_network(answering, network, &priced);
  return status;
}

static calib_status print_batches(void) {
  for (size_t batch = 1; batch <= 16; batch *= 4) {
    double seconds = 0;
    const calib_status status = calib_network_latency(priced, &batch, 1, &seconds);
    if (status != CALIB_OK) return status;
    printf("batch %2zu: %.2f ms\n", batch, 1e3 * seconds);
  }
  return CALIB_OK;
}

int main(int argc, char** argv) {
  if (argc != 3) {
    fprintf(stderr, "usage: calib_ask PROFILE.json NETWORK.json\n");
    return 2;
  }
  calib_status status = prepare(argv[1], argv[2]);
  if (status == CALIB_OK) status = print_batches();
  if (status != CALIB_OK) fprintf(stderr, "calib_ask: %s\n", calib_last_error());
  calib_priced_network_free(priced);
  calib_network_free(network);
  calib_free(answering);
  calib_free(profile);
  return status == CALIB_OK ? 0 : 1;
}
