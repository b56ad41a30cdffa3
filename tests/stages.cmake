unit_tests(algebra algebra/rational_test.cpp algebra/polynomial_test.cpp algebra/program_test.cpp algebra/format_test.cpp)
stage_tests(bounds bounds/bounds_test.cpp bounds/mixed_cells_test.cpp)
split_test(bounds_test bounds unit "~[long]")
split_test(bounds_test bounds_long long "[long]")
unit_tests(report report/result_test.cpp report/summary_test.cpp report/table_test.cpp)
unit_tests(spec spec/parse_test.cpp spec/malformed_test.cpp spec/approximation_test.cpp spec/dataset_test.cpp)
unit_tests(model model/model_test.cpp model/symmetry_test.cpp model/degrees_test.cpp)
unit_tests(eval eval/rank_test.cpp eval/symmetric_test.cpp eval/lanes_test.cpp)
unit_tests(track track/batch_test.cpp track/path_test.cpp)
add_test(NAME track_symbols COMMAND ${CMAKE_COMMAND} -DNM=${CMAKE_NM} "-DOBJECTS=$<JOIN:$<TARGET_OBJECTS:polyscape_track>,|>"
                                    -P ${CMAKE_CURRENT_SOURCE_DIR}/track/symbols.cmake)
set_tests_properties(track_symbols PROPERTIES LABELS build)
unit_tests(critical critical/zero_loss_test.cpp critical/point_test.cpp)
unit_tests(start start/start_test.cpp)

stage_tests(solve solve/hard_systems.cpp solve/hard_systems_test.cpp solve/toric_test.cpp)
split_test(solve_test solve unit "~[long]")
split_test(solve_test solve_long long "[long]")

stage_tests(study study/options_test.cpp study/run_folder_test.cpp study/bounding_test.cpp study/observations_test.cpp
            study/networks_test.cpp study/sweep_test.cpp study/systems_test.cpp study/zero_loss_test.cpp)
split_test(study_test study unit "[unit]")
foreach(part networks-1 networks-2 networks-3 networks-polyhedral seeds sweep systems zero-loss zero-loss-tikhonov)
  split_test(study_test study_${part} study "[${part}]~[long]")
endforeach()
foreach(part networks truth-systems systems seeds sweep zero-loss)
  split_test(study_test study_long_${part} long "[${part}][long]")
endforeach()

foreach(part networks systems)
  split_test(study_test study_seeds_${part} seeds "[${part}-seeds]")
endforeach()

# The program, run like a user runs it.
add_executable(program_test program/program.cpp program/status_test.cpp program/run_folder_test.cpp program/peers_test.cpp)
target_link_libraries(program_test PRIVATE polyscape_test_support nlohmann_json::nlohmann_json)
target_compile_definitions(program_test PRIVATE POLYSCAPE_PROGRAM="$<TARGET_FILE:polyscape>")
add_dependencies(program_test polyscape)
split_test(program_test program program "~[long]")
