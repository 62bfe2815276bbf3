#ifndef CALIB_DATA_FOLDER_H
#define CALIB_DATA_FOLDER_H
/* Where the shipped profiles and networks are: CALIB_DATA_FOLDER, a folder with the folders `profiles` and `networks`.
 *
 * The targets calib::calib and calib::c define it for what they are linked to: share/calib of the installation, or
 * calib's sources in a build that brings them. A build without CMake may define it as a literal; else shipped files are
 * found by path only. The libraries keep no folder, so they never look where they were built. */

#ifndef CALIB_DATA_FOLDER
#define CALIB_DATA_FOLDER ""
#endif

#endif
