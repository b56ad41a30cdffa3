# Objects that are compiled for an instruction set of their own must not define inline code under names that the linker
# merges: it would run elsewhere, on machines that lack the set. OBJECTS: separated by |; those named rounds_*,
# march_* and *_fused are looked at.
string(REPLACE "|" ";" objects "${OBJECTS}")
list(FILTER objects INCLUDE REGEX "(rounds_[a-z0-9_]+|march_[a-z0-9]+|_fused)\\.")
list(LENGTH objects count)
if(count EQUAL 0)
  message(FATAL_ERROR "no objects to look at among ${OBJECTS}")
endif()
foreach(object ${objects})
  execute_process(COMMAND ${NM} --defined-only --demangle ${object} OUTPUT_VARIABLE symbols RESULT_VARIABLE status)
  if(NOT status EQUAL 0)
    message(FATAL_ERROR "nm cannot read ${object}")
  endif()
  # W, V, u: weak or unique, as the compiler emits inline functions, templates and their data.
  string(REGEX MATCHALL "[0-9a-f]+ [WVu] [^\n]*" shared "${symbols}")
  if(shared)
    message(FATAL_ERROR "${object} defines ${shared}")
  endif()
endforeach()
message(STATUS "${count} objects, no shared inline code")
