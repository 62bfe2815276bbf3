/* What the parts of the C client share. */
#ifndef CALIB_TEST_C_EXPECT_H
#define CALIB_TEST_C_EXPECT_H

#include <calib/calib.h>
#include <stddef.h>

/* Leaves with the line that failed. */
#define EXPECT(condition) \
  do {                    \
    if (!(condition)) {   \
      result = __LINE__;  \
      goto done;          \
    }                     \
  } while (0)

/* The last error says this. */
#define SAYS(text) (strstr(calib_last_error(), text) != NULL)

/* c_client_json as a profile. */
calib_status c_client_parse(calib_profile** profile);

/* batch, in_channels, in_h, in_w, out_channels, kernel_h, kernel_w, stride, pad, dilation, groups: windows of 1 x 1, of
 * which there is a table, and of 3 x 3, of which there is none. */
extern const size_t c_client_convolutions[2][19];
extern const size_t c_client_large_window[2][7];

#endif
