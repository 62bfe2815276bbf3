/* What a C program does with calib.h; compiled as strict C99. Each function returns 0 if all went as it should, else a
 * line number of c_client.c; the last three, of c_refusals.c. */
#ifndef CALIB_TEST_C_CLIENT_H
#define CALIB_TEST_C_CLIENT_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The profile they ask: two settings; gemv and conv2d_pointwise in f32 in the first, relu and dispatch in f64 in the
 * second. */
extern const char c_client_json[];

/* Asks by name, in both settings. */
int c_client_asks_by_name(void);

/* Opens tables and asks them for one shape, several, and a grid. */
int c_client_asks_tables(void);

/* Asks what there is. */
int c_client_looks_around(void);

/* Asks for what is not there. */
int c_client_is_refused(void);

/* Passes what is no argument. */
int c_client_makes_mistakes(void);

/* Asks without a profile a library that none was configured into. */
int c_client_has_no_profile(void);

#ifdef __cplusplus
}
#endif
#endif
