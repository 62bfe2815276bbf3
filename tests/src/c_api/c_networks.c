#include <string.h>

#include "c_client.h"
#include "c_expect.h"

/* At the usual sizes a step that takes up the relu, and one that is done three times. */
const char c_client_network_json[] =
    "{\"schema\": 1, \"id\": \"c_net\", \"name\": \"A network\", \"precision\": \"f32\","
    " \"symbols\": [{\"name\": \"batch\", \"usual\": 1}, {\"name\": \"rows\", \"usual\": 10},"
    "               {\"name\": \"window\", \"usual\": 1}],"
    " \"inputs\": [{\"name\": \"image\", \"elements\": \"128*batch\"}],"
    " \"layers\": ["
    "  {\"name\": \"conv\", \"operation\": \"conv2d\","
    "   \"sizes\": {\"batch\": \"batch\", \"in_channels\": 8, \"in_h\": 4, \"in_w\": 4, \"out_channels\": 8,"
    "             \"kernel_h\": \"window\", \"kernel_w\": \"window\"},"
    "   \"inputs\": [\"image\"], \"output\": \"128*batch\"},"
    "  {\"name\": \"act\", \"operation\": \"relu\", \"sizes\": {\"elements\": \"128*batch\"}, \"inputs\": [\"conv\"],"
    "   \"output\": \"128*batch\"},"
    "  {\"name\": \"head\", \"operation\": \"gemv\", \"sizes\": {\"m\": \"rows\", \"k\": 100}, \"inputs\": [\"act\"],"
    "   \"output\": \"rows\", \"times\": 3}]}";

static calib_status parse_network(calib_network** network) {
  return calib_network_parse(c_client_network_json, strlen(c_client_network_json), network);
}

static int is_near(double found, double expected) {
  return found > expected * (1 - 1e-12) && found < expected * (1 + 1e-12);
}

int c_client_prices_networks(void) {
  int result = 0;
  calib_profile* profile = NULL;
  calib_network* network = NULL;
  calib_priced_network* priced = NULL;
  calib_network_step steps[3];
  double seconds[3];
  double usual = 0;
  size_t count = 0;
  size_t i = 0;
  const size_t values[3][3] = {{1, 10, 1}, {0, 5, 0}, {2, 2, 1}};

  EXPECT(c_client_parse(&profile) == CALIB_OK);
  EXPECT(parse_network(&network) == CALIB_OK);
  EXPECT(calib_network_symbol_count(network) == 3);
  EXPECT(strcmp(calib_network_symbol(network, 0), "batch") == 0);
  EXPECT(strcmp(calib_network_symbol(network, 1), "rows") == 0);
  EXPECT(calib_network_symbol(network, 3) == NULL);

  EXPECT(calib_network_breakdown(profile, network, NULL, 0, NULL, 0, &count) == CALIB_OK);
  EXPECT(count == 2);
  EXPECT(calib_network_breakdown(profile, network, NULL, 0, steps, 3, &count) == CALIB_OK);
  EXPECT(count == 2);
  EXPECT(strcmp(steps[0].layer, "conv") == 0 && strcmp(steps[0].operation, "conv2d") == 0);
  EXPECT(steps[0].layers == 2 && steps[0].times == 1 && is_near(steps[0].latency_s, 5e-6));
  EXPECT(strcmp(steps[1].layer, "head") == 0 && strcmp(steps[1].operation, "gemv") == 0);
  EXPECT(steps[1].layers == 1 && steps[1].times == 3 && is_near(steps[1].latency_s, 3 * 321e-6));
  EXPECT(is_near(steps[0].share + steps[1].share, 1));
  EXPECT(is_near(steps[1].once.latency_s, 321e-6) && steps[1].once.source == CALIB_MEASURED);
  EXPECT(steps[1].once.error_count == 30 && steps[1].once.error_p95 == 0.1);

  /* Fewer places than steps: the first ones, and how many there are. */
  steps[1].layer = NULL;
  EXPECT(calib_network_breakdown(profile, network, values[1], 3, steps, 1, &count) == CALIB_OK);
  EXPECT(count == 2 && strcmp(steps[0].layer, "conv") == 0 && steps[1].layer == NULL);

  EXPECT(calib_price_network(profile, network, &priced) == CALIB_OK);
  calib_free(profile); /* a priced network keeps what it reads */
  calib_network_free(network);
  profile = NULL;
  network = NULL;
  EXPECT(calib_network_latency(priced, NULL, 0, &usual) == CALIB_OK);
  EXPECT(is_near(usual, 5e-6 + 3 * 321e-6));
  EXPECT(calib_network_latencies(priced, values[0], 3, 3, seconds) == CALIB_OK);
  EXPECT(seconds[0] == usual && seconds[1] < usual && seconds[2] < seconds[1]);
  for (i = 0; i < 3; ++i) {
    double one = 0;
    EXPECT(calib_network_latency(priced, values[i], 3, &one) == CALIB_OK);
    EXPECT(one == seconds[i]);
  }
  EXPECT(calib_network_latency(priced, values[0], 1, &seconds[0]) == CALIB_OK); /* the others are the usual ones */
  EXPECT(seconds[0] == usual);
  EXPECT(calib_network_latencies(priced, NULL, 2, 0, seconds) == CALIB_OK);
  EXPECT(seconds[0] == usual && seconds[1] == usual);
done:
  calib_priced_network_free(priced);
  calib_network_free(network);
  calib_free(profile);
  return result;
}

int c_client_is_refused_networks(void) {
  int result = 0;
  calib_profile* profile = NULL;
  calib_profile* cold = NULL;
  calib_profile* lenient = NULL;
  calib_fallback roofline = {CALIB_FALL_BACK_ON_ROOFLINE, NULL, CALIB_F64, NULL, 0};
  calib_network* network = NULL;
  calib_network* other = NULL;
  calib_priced_network* priced = NULL;
  calib_priced_network* refused = NULL;
  double seconds[2] = {-1, -1};
  size_t count = 99;
  const char wrong_key[] = "{\"schema\": 1, \"idd\": \"c_net\"}";
  const size_t values[2][3] = {{1, 10, 1}, {1, 10, 3}}; /* a window of 3 x 3, of which there is no table */
  const size_t large_window[3] = {1, 10, 5};
  const size_t four[4] = {1, 1, 1, 1};

  EXPECT(c_client_parse(&profile) == CALIB_OK);
  EXPECT(parse_network(&network) == CALIB_OK);

  EXPECT(calib_network_load("/nonexistent.json", &other) == CALIB_BAD_PROFILE);
  EXPECT(SAYS("/nonexistent.json"));
  EXPECT(calib_network_load_by_name("no_such_net", "/nonexistent", &other) == CALIB_BAD_PROFILE);
  EXPECT(SAYS("no shipped network of this id in /nonexistent/networks"));
  EXPECT(calib_network_parse(wrong_key, strlen(wrong_key), &other) == CALIB_BAD_PROFILE);
  EXPECT(SAYS("/idd"));
  EXPECT(calib_network_parse(c_client_network_json, strlen(c_client_network_json) / 2, &other) == CALIB_BAD_PROFILE);
  EXPECT(calib_network_parse("", 0, &other) == CALIB_BAD_PROFILE);
  EXPECT(calib_network_parse(c_client_json, strlen(c_client_json), &other) == CALIB_BAD_PROFILE); /* a profile */
  EXPECT(other == NULL);

  /* A setting without the tables; with a fallback that lacks what it needs. */
  EXPECT(calib_in_setting(profile, "own_2t_cold", &cold) == CALIB_OK);
  EXPECT(calib_price_network(cold, network, &refused) == CALIB_NO_TABLE);
  EXPECT(SAYS("layer conv: ") && SAYS("in setting own_2t_cold"));
  EXPECT(calib_network_breakdown(cold, network, NULL, 0, NULL, 0, &count) == CALIB_NO_TABLE);
  EXPECT(SAYS("layer conv: "));
  EXPECT(calib_with_fallbacks(cold, &roofline, 1, &lenient) == CALIB_OK);
  EXPECT(calib_price_network(lenient, network, &refused) == CALIB_NO_PEAK);
  EXPECT(SAYS("layer conv: ") && SAYS("peak"));
  calib_free(lenient);
  lenient = NULL;

  /* Sizes at which a layer takes a form without a table, or there is no such layer. */
  EXPECT(calib_price_network(profile, network, &priced) == CALIB_OK);
  EXPECT(calib_network_latencies(priced, values[0], 2, 3, seconds) == CALIB_NO_TABLE);
  EXPECT(SAYS("row 1 (counted from 0): ") && SAYS("no table of conv2d_3x3 f32"));
  EXPECT(calib_network_latency(priced, large_window, 3, seconds) == CALIB_IMPOSSIBLE_SHAPE);
  EXPECT(SAYS("conv2d: kernel_h is more than in_h"));
  EXPECT(calib_network_latency(priced, four, 4, seconds) == CALIB_BAD_ARGUMENT);
  EXPECT(SAYS("4 values") && SAYS("batch, rows, window"));
  EXPECT(calib_network_breakdown(profile, network, values[1], 3, NULL, 0, &count) == CALIB_NO_TABLE);
  EXPECT(SAYS("layer conv: ") && SAYS("no table of conv2d_3x3 f32"));
  EXPECT(calib_network_breakdown(profile, network, large_window, 3, NULL, 0, &count) == CALIB_IMPOSSIBLE_SHAPE);
  EXPECT(calib_network_breakdown(profile, network, four, 4, NULL, 0, &count) == CALIB_BAD_ARGUMENT);
  EXPECT(seconds[0] == -1 && seconds[1] == -1 && count == 99);

  /* The fallbacks of the handle answer. */
  EXPECT(calib_with_fallbacks(profile, &roofline, 1, &lenient) == CALIB_OK);
  EXPECT(calib_price_network(lenient, network, &refused) == CALIB_OK);
  EXPECT(calib_network_latency(refused, values[1], 3, seconds) == CALIB_OK);
  EXPECT(seconds[0] > 0);
done:
  calib_priced_network_free(refused);
  calib_priced_network_free(priced);
  calib_network_free(network);
  calib_free(lenient);
  calib_free(cold);
  calib_free(profile);
  return result;
}

int c_client_makes_mistakes_with_networks(void) {
  int result = 0;
  calib_profile* profile = NULL;
  calib_network* network = NULL;
  calib_network* other = NULL;
  calib_priced_network* priced = NULL;
  calib_priced_network* refused = NULL;
  double seconds = -1;
  size_t count = 99;
  const size_t length = strlen(c_client_network_json);

  EXPECT(c_client_parse(&profile) == CALIB_OK);
  EXPECT(parse_network(&network) == CALIB_OK);
  EXPECT(calib_network_load(NULL, &other) == CALIB_BAD_ARGUMENT);
  EXPECT(strcmp(calib_last_error(), "path is NULL; pass a valid pointer") == 0);
  EXPECT(calib_network_load("x.json", NULL) == CALIB_BAD_ARGUMENT);
  EXPECT(calib_network_load_by_name(NULL, CALIB_DATA_FOLDER, &other) == CALIB_BAD_ARGUMENT);
  EXPECT(calib_network_load_by_name("x", NULL, &other) == CALIB_BAD_ARGUMENT);
  EXPECT(calib_network_load_by_name("x", CALIB_DATA_FOLDER, NULL) == CALIB_BAD_ARGUMENT);
  EXPECT(calib_network_parse(NULL, 0, &other) == CALIB_BAD_ARGUMENT);
  EXPECT(calib_network_parse(c_client_network_json, length, NULL) == CALIB_BAD_ARGUMENT);
  EXPECT(other == NULL);
  EXPECT(calib_network_symbol_count(NULL) == 0);
  EXPECT(calib_network_symbol(NULL, 0) == NULL);
  calib_network_free(NULL);
  calib_priced_network_free(NULL);

  EXPECT(calib_price_network(profile, NULL, &refused) == CALIB_BAD_ARGUMENT);
  EXPECT(calib_price_network(profile, network, NULL) == CALIB_BAD_ARGUMENT);
  EXPECT(refused == NULL);
  EXPECT(calib_price_network(profile, network, &priced) == CALIB_OK);
  EXPECT(calib_network_latency(NULL, NULL, 0, &seconds) == CALIB_BAD_ARGUMENT);
  EXPECT(calib_network_latency(priced, NULL, 1, &seconds) == CALIB_BAD_ARGUMENT);
  EXPECT(strcmp(calib_last_error(), "values is NULL; pass a valid pointer") == 0);
  EXPECT(calib_network_latency(priced, NULL, 0, NULL) == CALIB_BAD_ARGUMENT);
  EXPECT(calib_network_latencies(NULL, NULL, 1, 0, &seconds) == CALIB_BAD_ARGUMENT);
  EXPECT(calib_network_latencies(priced, NULL, 1, 3, &seconds) == CALIB_BAD_ARGUMENT);
  EXPECT(calib_network_latencies(priced, NULL, 1, 0, NULL) == CALIB_BAD_ARGUMENT);
  EXPECT(calib_network_latencies(priced, NULL, 0, 3, NULL) == CALIB_OK); /* no rows, no answers */

  EXPECT(calib_network_breakdown(profile, NULL, NULL, 0, NULL, 0, &count) == CALIB_BAD_ARGUMENT);
  EXPECT(calib_network_breakdown(profile, network, NULL, 1, NULL, 0, &count) == CALIB_BAD_ARGUMENT);
  EXPECT(calib_network_breakdown(profile, network, NULL, 0, NULL, 1, &count) == CALIB_BAD_ARGUMENT);
  EXPECT(strcmp(calib_last_error(), "steps is NULL; pass a valid pointer") == 0);
  EXPECT(calib_network_breakdown(profile, network, NULL, 0, NULL, 0, NULL) == CALIB_BAD_ARGUMENT);
  EXPECT(seconds == -1 && count == 99);
done:
  calib_priced_network_free(refused);
  calib_priced_network_free(priced);
  calib_network_free(network);
  calib_free(profile);
  return result;
}

int c_client_has_no_profile_for_networks(void) {
  int result = 0;
  calib_network* network = NULL;
  calib_priced_network* priced = NULL;
  size_t count = 99;

  EXPECT(parse_network(&network) == CALIB_OK);
  EXPECT(calib_price_network(NULL, network, &priced) == CALIB_NO_PROFILE);
  EXPECT(SAYS("calib_load"));
  EXPECT(calib_network_breakdown(NULL, network, NULL, 0, NULL, 0, &count) == CALIB_NO_PROFILE);
  EXPECT(priced == NULL && count == 99);
done:
  calib_network_free(network);
  return result;
}
