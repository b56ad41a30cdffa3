# cmake -DBUILD=... -DWORK=... -DCOMPILER=... -DPYTHON=... -P run.cmake: installs the build tree to a prefix of its own,
# where all of it has to lie; configures, builds and runs a client and README's example, which know nothing but that
# prefix, and on installed data the installed program and, where there is one, the Python package; then uninstalls.
set(steps COMMAND_ERROR_IS_FATAL ANY)
file(READ ${CMAKE_CURRENT_LIST_DIR}/../../README.md readme)
# README has TEXT as it stands, in a block of its own.
function(require_in_readme TEXT WHAT)
  string(FIND "${readme}" "\n${TEXT}```\n" place)
  if(place EQUAL -1)
    message(FATAL_ERROR "README.md: expected ${WHAT} in a block, found none; write\n${TEXT}")
  endif()
endfunction()
file(READ ${CMAKE_CURRENT_LIST_DIR}/example.cpp example)
require_in_readme("${example}" "tests/install/example.cpp")
set(prefix ${WORK}/prefix)
file(REMOVE_RECURSE ${WORK})
execute_process(COMMAND ${CMAKE_COMMAND} --install ${BUILD} --prefix ${prefix} OUTPUT_QUIET ${steps})
file(STRINGS ${BUILD}/install_manifest.txt installed)
foreach(file IN LISTS installed)
  cmake_path(IS_PREFIX prefix ${file} NORMALIZE inside)
  if(NOT inside OR NOT EXISTS ${file})
    message(FATAL_ERROR "installed outside of ${prefix}, or not there: ${file}")
  endif()
endforeach()
execute_process(COMMAND ${CMAKE_COMMAND} -S ${CMAKE_CURRENT_LIST_DIR} -B ${WORK}/client -G Ninja
                        -DCMAKE_BUILD_TYPE=Release -DCMAKE_CXX_COMPILER=${COMPILER} -DCMAKE_PREFIX_PATH=${prefix}
                        -DCMAKE_FIND_PACKAGE_NO_PACKAGE_REGISTRY=ON ${steps})
execute_process(COMMAND ${CMAKE_COMMAND} --build ${WORK}/client ${steps})
execute_process(COMMAND ${WORK}/client/client ${steps})
execute_process(COMMAND ${WORK}/client/example OUTPUT_VARIABLE printed ${steps})
require_in_readme("${printed}" "what the example prints")
file(GLOB program ${prefix}/bin/polyscape)
execute_process(COMMAND ${program} bounds ${prefix}/share/polyscape/data/xor_quadratic.toml --quiet OUTPUT_QUIET
                ${steps})
file(GLOB package ${prefix}/lib/python*/*-packages)
if(package)
  execute_process(COMMAND ${CMAKE_COMMAND} -E env PYTHONPATH=${package} ${PYTHON} -B -c
    "import polyscape; polyscape.bounds('${prefix}/share/polyscape/data/xor_quadratic.toml')" ${steps})
endif()
file(WRITE ${prefix}/share/polyscape/notes.txt "of the user's")
execute_process(COMMAND ${CMAKE_COMMAND} -DMANIFEST=${BUILD}/install_manifest.txt
                        -P ${CMAKE_CURRENT_LIST_DIR}/../../tools/uninstall.cmake OUTPUT_QUIET ${steps})
file(GLOB_RECURSE left ${prefix}/*)
if(NOT left STREQUAL "${prefix}/share/polyscape/notes.txt")
  message(FATAL_ERROR "after uninstalling, expected notes.txt alone, found ${left}")
endif()
file(REMOVE_RECURSE ${WORK})
