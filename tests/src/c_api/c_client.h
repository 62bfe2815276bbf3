/* What a C program does with calib.h; compiled as strict C99. Each function returns 0 if all went as it should, else a
 * line number of the file that has it. */
#ifndef CALIB_TEST_C_CLIENT_H
#define CALIB_TEST_C_CLIENT_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The profile they ask: two settings; gemv and conv2d_pointwise in f32 in the first, relu and dispatch in f64 in the
 * second. */
extern const char c_client_json[];

/* c_client.c: asks by name, in both settings. */
int c_client_asks_by_name(void);

/* Opens tables and asks them for one shape, several, and a grid. */
int c_client_asks_tables(void);

/* Asks what there is. */
int c_client_looks_around(void);

/* c_refusals.c: asks for what is not there. */
int c_client_is_refused(void);

/* Passes what is no argument. */
int c_client_makes_mistakes(void);

/* Asks without a profile a library that none was configured into. */
int c_client_has_no_profile(void);

/* A network of three layers, with tables in the profile's first setting. */
extern const char c_client_network_json[];

/* c_networks.c: prices a network, as a whole and step by step, at several sizes. */
int c_client_prices_networks(void);

/* Reads no networks, asks where there is no table, and at sizes that cannot be. */
int c_client_is_refused_networks(void);

/* Passes what is no argument. */
int c_client_makes_mistakes_with_networks(void);

/* Prices without a profile, with a library that none was configured into. */
int c_client_has_no_profile_for_networks(void);

#ifdef __cplusplus
}
#endif
#endif
