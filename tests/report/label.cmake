# cmake -DCOMPILER=... -DHEADERS=... -DWORK=... -P label.cmake: a label that summary_words lacks does not compile, one that it
# has does.
function(compiles WORD RESULT)
  file(WRITE ${WORK}/label.cpp
       "#include \"polyscape/report/summary_words.hpp\"\nint main() { polyscape::report::Label label(\"${WORD}\"); }\n")
  execute_process(COMMAND ${COMPILER} -std=c++20 -fsyntax-only -I${HEADERS}/report -I${HEADERS}/base ${WORK}/label.cpp
                  RESULT_VARIABLE status OUTPUT_QUIET ERROR_VARIABLE errors)
  set(${RESULT} ${status} PARENT_SCOPE)
  set(errors "${errors}" PARENT_SCOPE)
endfunction()
compiles("Bezout" known)
if(NOT known EQUAL 0)
  message(FATAL_ERROR "a known label does not compile:\n${errors}")
endif()
compiles("Besout" unknown)
if(unknown EQUAL 0 OR NOT errors MATCHES "a word that summary_words does not explain")
  message(FATAL_ERROR "an unknown label compiles, or fails without the reason:\n${errors}")
endif()
