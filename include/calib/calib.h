#ifndef CALIB_CALIB_H
#define CALIB_CALIB_H
/* The C interface: load a profile, open a table, ask how long operations take. C99. Link with calib::c, a shared
 * library of these functions alone, or with calib::calib, the static library.
 *
 *   calib_profile* host = NULL;
 *   calib_table* gemm = NULL;
 *   const size_t shapes[] = {64, 64, 64, 128, 64, 64}; // two shapes of m, n, k
 *   double seconds[2];
 *   if (calib_load("host.json", &host) != CALIB_OK ||
 *       calib_table_open(host, "gemm", CALIB_F32, NULL, &gemm) != CALIB_OK ||
 *       calib_table_latencies(gemm, shapes, 2, 3, seconds) != CALIB_OK) {
 *     fprintf(stderr, "%s\n", calib_last_error());
 *   }
 *   calib_table_free(gemm);
 *   calib_free(host);
 *
 * What profiles and tables there are, and which dimensions an operation has, is asked for below, under "What there is".
 *
 * A handle never changes: any number of threads may use one at once. Each handle is freed by itself, in any order: a
 * table keeps what it reads. Where a profile is asked for, NULL means the profile configured into the library with
 * -DCALIB_PROFILE=<id>. Results are written only on CALIB_OK. */

#include <stddef.h> /* NOLINT(modernize-deprecated-headers): this is C */
#include <stdint.h> /* NOLINT(modernize-deprecated-headers) */

#include "calib/data_folder.h"

/* Grows when a program has to be compiled again; the shared library's soname ends with it. */
#define CALIB_ABI_VERSION 1

#if defined(__GNUC__)
#define CALIB_API __attribute__((visibility("default")))
#else
#define CALIB_API
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* A loaded profile, and the setting it answers in. A handle that was not put into a setting answers operations in the
 * profile's default one. It prices networks in company, if that was measured of the default's library and threads. */
typedef struct calib_profile calib_profile;

/* One operation in one precision and setting, found once and asked often. */
typedef struct calib_table calib_table;

typedef enum calib_status {
  CALIB_OK = 0,
  CALIB_BAD_ARGUMENT = 1, /* a null pointer, a precision that is none, an index beyond the last, too many values */
  CALIB_BAD_PROFILE = 2,  /* the file cannot be read, or is not a valid profile or network */
  CALIB_NO_PROFILE = 3,   /* NULL was given and no profile was configured into the library */
  CALIB_NO_TABLE = 4,     /* the operation was not measured in this precision and setting */
  CALIB_UNKNOWN_SETTING = 5,
  CALIB_UNKNOWN_OPERATION = 6,
  CALIB_UNKNOWN_PRECISION = 7,
  CALIB_WRONG_RANK = 8,       /* not as many dimensions as the operation has */
  CALIB_INTERNAL = 9,         /* out of memory */
  CALIB_NO_PEAK = 10,         /* the roofline was to answer, and the profile lacks a peak that the operation needs */
  CALIB_IMPOSSIBLE_SHAPE = 11 /* there is no such shape: a size of 0, a window larger than its image, ... */
} calib_status;

typedef enum calib_precision {
  CALIB_F64 = 0,
  CALIB_F32 = 1,
  CALIB_TF32 = 2,
  CALIB_BF16 = 3,
  CALIB_F16 = 4,
  CALIB_FP8 = 5,
  CALIB_I8 = 6,
  CALIB_U8 = 7,
  CALIB_FP4 = 8,
  CALIB_I4 = 9,
  CALIB_W8A16 = 10, /* weights of 8 bits beside activations of 16: "linear" only, as the two below */
  CALIB_W4A16 = 11,
  CALIB_W4A8 = 12
} calib_precision;

/* What limits the operation; unknown where the profile lacks a peak that the operation needs. */
typedef enum calib_bound {
  CALIB_COMPUTE_BOUND = 0,
  CALIB_MEMORY_BOUND = 1,
  CALIB_OVERHEAD_BOUND = 2,
  CALIB_UNKNOWN_BOUND = 3
} calib_bound;

/* Where the latency comes from, from the firmest to the weakest. */
typedef enum calib_source {
  CALIB_MEASURED = 0,
  CALIB_INTERPOLATED = 1,
  CALIB_EXTRAPOLATED = 2,
  CALIB_SCALED = 3,
  CALIB_ROOFLINE = 4
} calib_source;

typedef struct calib_estimate_result {
  double latency_s;
  double efficiency;  /* least time the theoretical peaks allow / latency; 0: no such time is known, or no work */
  double flops_per_s; /* achieved */
  double bytes_per_s; /* achieved */
  calib_bound bound;
  calib_source source;
  double error_median; /* relative error on shapes the table was not built from */
  double error_p95;
  uint32_t error_count; /* how many such shapes; 0: never tested */
  uint32_t step;        /* what answered: 0 the table of the setting, n the n-th fallback of the profile's handle */
} calib_estimate_result;

/* A sentence on the last failure in this thread: what, where, what to do. Valid until the next failure; "" if there was
 * none. */
CALIB_API const char* calib_last_error(void);

/* Profiles. */

/* Read a profile from a file, or from `length` bytes of JSON. */
CALIB_API calib_status calib_load(const char* path, calib_profile** profile);
CALIB_API calib_status calib_parse(const char* json, size_t length, calib_profile** profile);

/* Read a profile that is named by its file or by its id: a word that is no file and has no '/' or '.' is the id of a
 * shipped one, in <data_folder>/profiles; CALIB_DATA_FOLDER is the folder that came with the library. */
CALIB_API calib_status calib_load_by_name(const char* file_or_id, const char* data_folder, calib_profile** profile);

/* The same profile, answering in another setting: a handle of its own, which shares the tables and the fallbacks.
 * "onednn_1t_network" stands for all companies of that library, onednn_1t_network_16mb and the others: networks are
 * priced between those, and operations are CALIB_UNKNOWN_SETTING. "" is the setting of a handle as it is loaded. */
CALIB_API calib_status calib_in_setting(const calib_profile* profile, const char* setting, calib_profile** in_setting);

/* What to do where there is no table. */
typedef enum calib_fallback_kind {
  CALIB_FALL_BACK_ON_ROOFLINE = 0,  /* the least time that the peaks allow; the other members are not read */
  CALIB_FALL_BACK_ON_PRECISION = 1, /* the table in `precision`, scaled by the ratio of the two rooflines */
  CALIB_FALL_BACK_ON_SETTING = 2,   /* the table in `setting`, its latency times `ratio` */
  CALIB_FALL_BACK_ON_PROFILE = 3 /* the table in `profile`, in the setting that its handle answers in, times `ratio` */
} calib_fallback_kind;

typedef struct calib_fallback {
  calib_fallback_kind kind;
  const char* setting;
  calib_precision precision;
  const calib_profile* profile; /* may be freed afterwards */
  double ratio;                 /* 0 counts as 1 */
} calib_fallback;

/* The same profile and setting, where the first of the `count` fallbacks that has an answer gives it: a handle of its
 * own. It replaces the fallbacks that `profile` had. An estimate's `step` tells which answered; without any fallback
 * only the table does, or the roofline in a profile that has peaks and no table. */
CALIB_API calib_status calib_with_fallbacks(const calib_profile* profile, const calib_fallback* fallbacks, size_t count,
                                            calib_profile** with_fallbacks);

/* What a step is called: "table" for 0, then as "other_setting=onednn_1t_warm" and "roofline"; NULL beyond the last.
 * Lives as long as the handle. */
CALIB_API const char* calib_step_name(const calib_profile* profile, uint32_t step);

/* NULL is allowed. */
CALIB_API void calib_free(calib_profile* profile);

/* One question by name: "gemm", "f32", and as many dimensions as the operation has, in its order; the last ones may be
 * left out where they have defaults. */
CALIB_API calib_status calib_latency(const calib_profile* profile, const char* operation, const char* precision,
                                     const size_t* dims, size_t dim_count, double* seconds);
CALIB_API calib_status calib_estimate(const calib_profile* profile, const char* operation, const char* precision,
                                      const size_t* dims, size_t dim_count, calib_estimate_result* result);

/* Tables. */

/* Opens the table of an operation in a setting; NULL means the setting the profile answers in. An operation that is
 * carried out as several others ("conv2d") opens where one of them at least has an answer; a shape of another one is
 * then CALIB_NO_TABLE. Where there is no table, the handle's fallbacks answer. */
CALIB_API calib_status calib_table_open(const calib_profile* profile, const char* operation, calib_precision precision,
                                        const char* setting, calib_table** table);

/* NULL is allowed. */
CALIB_API void calib_table_free(calib_table* table);

/* Dimensions of the operation; 0 for NULL. */
CALIB_API size_t calib_table_rank(const calib_table* table);

/* One shape. `dim_count` is the rank; the last dimensions may be left out where they have defaults (stride, pad, ...).
 */
CALIB_API calib_status calib_table_latency(const calib_table* table, const size_t* dims, size_t dim_count,
                                           double* seconds);
CALIB_API calib_status calib_table_estimate(const calib_table* table, const size_t* dims, size_t dim_count,
                                            calib_estimate_result* result);

/* Many shapes: `dims` has `shape_count` rows of `dim_count` numbers, as above. All are answered, or none. */
CALIB_API calib_status calib_table_latencies(const calib_table* table, const size_t* dims, size_t shape_count,
                                             size_t dim_count, double* seconds);
CALIB_API calib_status calib_table_estimates(const calib_table* table, const size_t* dims, size_t shape_count,
                                             size_t dim_count, calib_estimate_result* results);

/* Every combination of sizes: dimension d takes counts[d] sizes, sizes[d][0], sizes[d][1], ... One latency for each,
 * the last dimension fastest. */
CALIB_API calib_status calib_table_latency_grid(const calib_table* table, const size_t* const* sizes,
                                                const size_t* counts, size_t dim_count, double* seconds);

/* Networks. */

/* A network: layers, whose sizes depend on symbols as batch and seq_len. */
typedef struct calib_network calib_network;

/* A network in the setting of a profile's handle, or between several companies; its tables found once. */
typedef struct calib_priced_network calib_priced_network;

/* Read a network from a file, by name as a profile (in <data_folder>/networks), or from `length` bytes of JSON. */
CALIB_API calib_status calib_network_load(const char* path, calib_network** network);
CALIB_API calib_status calib_network_load_by_name(const char* file_or_id, const char* data_folder,
                                                  calib_network** network);
CALIB_API calib_status calib_network_parse(const char* json, size_t length, calib_network** network);

/* NULL is allowed. */
CALIB_API void calib_network_free(calib_network* network);

/* The name of a symbol, as "batch"; NULL beyond the last. Lives as long as the handle. */
CALIB_API size_t calib_network_symbol_count(const calib_network* network);
CALIB_API const char* calib_network_symbol(const calib_network* network, size_t index);

/* CALIB_NO_TABLE where a layer has no answer; the message names it. */
CALIB_API calib_status calib_price_network(const calib_profile* profile, const calib_network* network,
                                           calib_priced_network** priced);

/* NULL is allowed. */
CALIB_API void calib_priced_network_free(calib_priced_network* priced);

/* Seconds of one pass. `values` has a number for each symbol, in their order; 0 stands for the usual one, and so do
 * those left out at the end. */
CALIB_API calib_status calib_network_latency(const calib_priced_network* priced, const size_t* values,
                                             size_t value_count, double* seconds);

/* The same of `row_count` rows of `value_count` numbers: all or none. */
CALIB_API calib_status calib_network_latencies(const calib_priced_network* priced, const size_t* values,
                                               size_t row_count, size_t value_count, double* seconds);

/* One step: a layer with those that the setting absorbs into it. */
typedef struct calib_network_step {
  const char* layer;          /* it begins with */
  const char* operation;      /* that is priced */
  size_t layers;              /* how many it takes together */
  size_t times;               /* how often the network does it */
  double latency_s;           /* of all times */
  double share;               /* of the network's latency */
  calib_estimate_result once; /* of one time */
} calib_network_step;

/* The steps in order, at most `capacity` of them, and how many there are; `steps` may be NULL where `capacity` is 0.
 * Strings live as long as `network`. */
CALIB_API calib_status calib_network_breakdown(const calib_profile* profile, const calib_network* network,
                                               const size_t* values, size_t value_count, calib_network_step* steps,
                                               size_t capacity, size_t* step_count);

/* What there is.
 * Strings belong to the library: those on a profile live as long as a handle of that profile, or a table opened in it;
 * all others for ever. */

/* "0.1.0" */
CALIB_API const char* calib_version(void);

/* CALIB_ABI_VERSION of the library that runs. */
CALIB_API uint32_t calib_abi_version(void);

/* The name of a precision, as "f32"; NULL beyond the last. */
CALIB_API size_t calib_precision_count(void);
CALIB_API const char* calib_precision_name(size_t precision);

/* The name of an operation, as "gemm"; NULL beyond the last. */
CALIB_API size_t calib_operation_count(void);
CALIB_API const char* calib_operation_name(size_t index);

typedef struct calib_operation_info {
  const char* name;
  size_t dim_count;
  const char* const* dims; /* their names, in their order: "m", "n", "k" */
  int is_lowered;          /* 1: has no table; each shape is carried out as one of a few operations that have */
} calib_operation_info;

CALIB_API calib_status calib_describe_operation(const char* operation, calib_operation_info* info);

typedef struct calib_profile_info {
  const char* id;
  const char* name;    /* for people */
  const char* setting; /* that this handle answers operations in; that of its companies where these are several, which
                        * lives as long as this handle */
  size_t setting_count;
  size_t table_count;
} calib_profile_info;

CALIB_API calib_status calib_describe_profile(const calib_profile* profile, calib_profile_info* info);

typedef struct calib_setting_info {
  const char* id;
  const char* backend; /* "openblas" */
  const char* version; /* of the backend; "" when unknown */
  uint32_t threads;    /* 0: unknown, or nothing one counts */
  const char* cache;   /* "warm", "cold", or "network": in company */
  double overhead_s;   /* of the backend's smallest call; 0: unknown */
} calib_setting_info;

/* `index` from 0 to setting_count - 1. */
CALIB_API calib_status calib_describe_setting(const calib_profile* profile, size_t index, calib_setting_info* info);

typedef struct calib_table_info {
  const char* operation;
  calib_precision precision;
  const char* setting;
  char grade;          /* of the measurement, 'A' to 'D'; '-': unknown */
  double error_median; /* relative error on shapes the table was not built from */
  double error_p95;
  uint32_t error_count; /* how many such shapes; 0: never tested */
} calib_table_info;

/* `index` from 0 to table_count - 1. */
CALIB_API calib_status calib_describe_table(const calib_profile* profile, size_t index, calib_table_info* info);

#ifdef __cplusplus
}
#endif
#endif /* CALIB_CALIB_H */
