/* A program in C alone, linked with the shared library. */
#include <stdio.h>

#include "c_client.h"

int main(void) {
  int (*const parts[])(void) = {c_client_asks_by_name,        c_client_asks_tables,
                                c_client_looks_around,        c_client_is_refused,
                                c_client_makes_mistakes,      c_client_prices_networks,
                                c_client_is_refused_networks, c_client_makes_mistakes_with_networks};
  size_t i = 0;
  for (i = 0; i < sizeof parts / sizeof parts[0]; ++i) {
    const int line = parts[i]();
    if (line != 0) {
      fprintf(stderr, "part %d failed in line %d\n", (int)i, line);
      return 1;
    }
  }
  return 0;
}
