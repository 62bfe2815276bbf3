set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_SYSTEM_PROCESSOR aarch64)
set(CMAKE_CXX_COMPILER aarch64-linux-gnu-g++)
# What is found there is for this machine, but for what has only headers.
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
