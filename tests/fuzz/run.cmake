# cmake -DBUILD=.../build/fuzz -DCTEST=ctest -P run.cmake: the fuzz targets of that build, brought up to date.
cmake_minimum_required(VERSION 3.25)
if(NOT EXISTS ${BUILD}/tests/fuzz/fuzz_generic)
  message("The fuzz targets are not built: cmake --preset fuzz, cmake --build --preset fuzz")
  return()
endif()
execute_process(COMMAND ${CMAKE_COMMAND} --build ${BUILD} --target fuzz_targets COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND ${CTEST} --test-dir ${BUILD} --output-on-failure COMMAND_ERROR_IS_FATAL ANY)
