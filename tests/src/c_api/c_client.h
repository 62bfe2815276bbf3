/* What a C program does with calib.h; compiled as strict C99. */
#ifndef CALIB_TEST_C_CLIENT_H
#define CALIB_TEST_C_CLIENT_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Loads `json`, asks for a gemv by function and by name in both settings; 0 if all went as it should, else a line
 * number. */
int c_client_asks(const char* json, size_t length);

/* Asks for what is not there; 0 if every refusal was right. */
int c_client_is_refused(const char* json, size_t length);

#ifdef __cplusplus
}
#endif
#endif
