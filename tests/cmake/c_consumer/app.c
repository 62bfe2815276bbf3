/* app [<profile>]: the id of a profile, how many tables it has, and what the first one says of a shape. Without one, of
 * the profile configured into the library. */
#include <calib/calib.h>
#include <stdio.h>

static calib_status ask(const calib_profile* profile) {
  calib_profile_info box;
  calib_table_info info;
  calib_table* table = NULL;
  size_t dims[16];
  size_t i = 0;
  double seconds = 0;
  calib_status status = calib_describe_profile(profile, &box);
  if (status == CALIB_OK) status = calib_describe_table(profile, 0, &info);
  if (status == CALIB_OK) {
    status = calib_table_open(profile, info.operation, info.precision, info.setting, &table);
  }
  for (i = 0; i < calib_table_rank(table); ++i) dims[i] = 64;
  if (status == CALIB_OK) status = calib_table_latency(table, dims, calib_table_rank(table), &seconds);
  if (status == CALIB_OK) printf("%s %lu %.17g\n", box.id, (unsigned long)box.table_count, seconds);
  calib_table_free(table);
  return status;
}

int main(int argc, char** argv) {
  calib_profile* profile = NULL;
  calib_status status = argc > 1 ? calib_load_by_name(argv[1], CALIB_DATA_FOLDER, &profile) : CALIB_OK;
  if (status == CALIB_OK) status = ask(profile);
  if (status != CALIB_OK) fprintf(stderr, "%d: %s\n", (int)status, calib_last_error());
  calib_free(profile);
  return (int)status;
}
