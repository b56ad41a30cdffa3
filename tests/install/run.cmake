# cmake -DBUILD=... -DWORK=... -DCOMPILER=... -P run.cmake: installs the build tree to a prefix of its own, then
# configures, builds and runs a client that knows nothing but that prefix.
set(steps COMMAND_ERROR_IS_FATAL ANY)
file(REMOVE_RECURSE ${WORK})
execute_process(COMMAND ${CMAKE_COMMAND} --install ${BUILD} --prefix ${WORK}/prefix OUTPUT_QUIET ${steps})
execute_process(COMMAND ${CMAKE_COMMAND} -S ${CMAKE_CURRENT_LIST_DIR} -B ${WORK}/client -G Ninja
                        -DCMAKE_BUILD_TYPE=Release -DCMAKE_CXX_COMPILER=${COMPILER} -DCMAKE_PREFIX_PATH=${WORK}/prefix
                        -DCMAKE_FIND_PACKAGE_NO_PACKAGE_REGISTRY=ON ${steps})
execute_process(COMMAND ${CMAKE_COMMAND} --build ${WORK}/client ${steps})
execute_process(COMMAND ${WORK}/client/client ${steps})
file(REMOVE_RECURSE ${WORK})
