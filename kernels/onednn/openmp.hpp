#pragma once
/// The two functions of OpenMP's run-time library that say how many threads oneDNN uses. Declared here because clang
/// has an <omp.h> only with its own run-time library, and a second one beside the libgomp that libdnnl loads would be
/// asked in its place.

extern "C" {
void omp_set_num_threads(int count);
int omp_get_max_threads(void);
}
