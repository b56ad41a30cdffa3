unit_tests(base base/cancel_test.cpp base/disjoint_sets_test.cpp base/file_text_test.cpp base/journal_test.cpp
           base/list_test.cpp base/names_test.cpp base/nesting_test.cpp base/option_test.cpp base/parallel_test.cpp
           base/random_test.cpp base/resource_limits_test.cpp base/shard_test.cpp base/team_test.cpp)
unit_tests(algebra algebra/factors_test.cpp algebra/lift_test.cpp algebra/limits_test.cpp
           algebra/rational_letter_test.cpp algebra/rational_test.cpp
           algebra/polynomial_test.cpp algebra/program_test.cpp algebra/format_test.cpp algebra/real_roots_test.cpp
           algebra/written_test.cpp)
unit_tests(bounds bounds/limits_test.cpp bounds/bounds_test.cpp bounds/lifted_test.cpp bounds/linear_product_test.cpp
           bounds/mixed_cells_test.cpp)
cases(bounds_test long "[long]")
unit_tests(exact exact/count_test.cpp exact/elimination_test.cpp exact/groebner_test.cpp exact/monomials_test.cpp
           exact/multiplicity_test.cpp exact/quotient_test.cpp exact/reduced_part_test.cpp exact/staircase_test.cpp)
target_link_libraries(exact_test PRIVATE ${FLINT_LIBRARIES})
unit_tests(volume volume/invariance_test.cpp volume/learning_coefficient_test.cpp volume/newton_polyhedron_test.cpp
           volume/published_test.cpp volume/random_ideals_test.cpp volume/signs_test.cpp)
cases(volume_test long "[long]")
unit_tests(report report/json_text_test.cpp report/result_test.cpp report/summary_test.cpp report/table_test.cpp
           report/against_test.cpp report/aggregate_test.cpp report/digits_test.cpp report/latex_test.cpp
           report/query_test.cpp report/contradictions_test.cpp report/coordinate_texts_test.cpp
           report/words_test.cpp report/schema_test.cpp)
add_test(NAME report_label COMMAND ${CMAKE_COMMAND} -DCOMPILER=${CMAKE_CXX_COMPILER} -DHEADERS=${CMAKE_BINARY_DIR}/headers
                                   -DWORK=${CMAKE_CURRENT_BINARY_DIR} -P
                                   ${CMAKE_CURRENT_SOURCE_DIR}/report/label.cmake)
set_tests_properties(report_label PROPERTIES LABELS build)
unit_tests(plot plot/contour_test.cpp plot/figure_test.cpp plot/figures_test.cpp plot/ticks_test.cpp)
unit_tests(spec spec/parse_test.cpp spec/malformed_test.cpp spec/approximation_test.cpp spec/dataset_test.cpp
           spec/distribution_test.cpp spec/document_test.cpp spec/keys_test.cpp spec/papers_test.cpp
           spec/rounding_test.cpp spec/sweep_test.cpp spec/teacher_test.cpp)
unit_tests(store store/foreign_test.cpp store/store_test.cpp)
target_link_libraries(store_test PRIVATE SQLiteCpp SQLite::SQLite3)
unit_tests(model model/families_test.cpp model/family_test.cpp model/gram_test.cpp model/input_ring_test.cpp
           model/lifts_test.cpp model/living_units_test.cpp model/model_test.cpp model/symmetry_test.cpp
           model/degrees_test.cpp)
set_source_files_properties(eval/bounded_test.cpp eval/double_double_lanes_test.cpp eval/taylor_test.cpp
  certify/machine_krawczyk_test.cpp PROPERTIES COMPILE_OPTIONS -ffp-contract=off)
unit_tests(eval eval/bounded_test.cpp eval/evaluator_test.cpp eval/newton_test.cpp eval/packed_point_test.cpp
           eval/rank_test.cpp eval/symmetric_test.cpp eval/double_double_lanes_test.cpp eval/lanes_test.cpp
           eval/taylor_test.cpp)
unit_tests(track track/batch_test.cpp track/endgame_test.cpp track/homotopy_test.cpp track/path_test.cpp
           track/recall_test.cpp track/step_control_test.cpp track/valuation_test.cpp track/walker_test.cpp)
add_test(NAME track_symbols COMMAND ${CMAKE_COMMAND} -DNM=${CMAKE_NM}
         "-DOBJECTS=$<JOIN:$<TARGET_OBJECTS:polyscape_track>,|>|$<JOIN:$<TARGET_OBJECTS:polyscape_eval>,|>"
                                    -P ${CMAKE_CURRENT_SOURCE_DIR}/track/symbols.cmake)
set_tests_properties(track_symbols PROPERTIES LABELS build)
unit_tests(certify certify/certify_test.cpp certify/cluster_test.cpp certify/excess_test.cpp certify/germ_test.cpp
           certify/inertia_test.cpp certify/machine_krawczyk_test.cpp)
unit_tests(components components/affine_space_test.cpp components/breakup_test.cpp components/combinations_test.cpp
           components/decomposition_test.cpp components/deflation_test.cpp components/local_structure_test.cpp
           components/near_test.cpp components/regeneration_test.cpp components/witness_set_test.cpp)
cases(components_test long "[long]")
unit_tests(variety variety/gauss_newton_test.cpp variety/local_dimension_test.cpp variety/modular_test.cpp
           variety/nearest_points_test.cpp variety/nullstellensatz_test.cpp variety/regular_zero_test.cpp
           variety/smoothness_test.cpp)
unit_tests(critical critical/fixed_points_test.cpp critical/generic_member_test.cpp critical/manifold_test.cpp
           critical/point_test.cpp critical/zero_loss_test.cpp)
unit_tests(dynamics dynamics/basin_test.cpp dynamics/chain_test.cpp dynamics/diagnostics_test.cpp
           dynamics/equipartition_test.cpp dynamics/exit_time_test.cpp dynamics/march_test.cpp dynamics/noise_test.cpp
           dynamics/potential_test.cpp dynamics/tempering_test.cpp dynamics/torus_test.cpp)
cases(dynamics_test long "[long]")
add_test(NAME dynamics_symbols COMMAND ${CMAKE_COMMAND} -DNM=${CMAKE_NM}
         "-DOBJECTS=$<JOIN:$<TARGET_OBJECTS:polyscape_dynamics>,|>"
                                    -P ${CMAKE_CURRENT_SOURCE_DIR}/track/symbols.cmake)
set_tests_properties(dynamics_symbols PROPERTIES LABELS build)
unit_tests(start start/start_test.cpp)

unit_tests(solve solve/cluster_ends_test.cpp solve/clusters_test.cpp solve/confirmation_test.cpp solve/curve_test.cpp
           solve/effort_test.cpp solve/endpoint_test.cpp solve/expensive_ends_test.cpp solve/hard_systems.cpp
           solve/hard_systems_test.cpp solve/infinity_test.cpp solve/lifted_test.cpp solve/monodromy_test.cpp
           solve/path_orbits_test.cpp solve/run_test.cpp solve/scaling_test.cpp solve/section_test.cpp
           solve/span_test.cpp solve/strategy_test.cpp solve/toric_test.cpp solve/trace_path_test.cpp)
cases(solve_test long "[long]")

stage_tests(study study/options_test.cpp study/run_folder_test.cpp study/bounding_test.cpp
            study/certification_test.cpp study/checkpoint_test.cpp study/complex_test.cpp study/components_test.cpp
            study/description_test.cpp study/findings_test.cpp study/observations_test.cpp
            study/dynamics_exits_test.cpp study/dynamics_noise_test.cpp study/dynamics_series_test.cpp
            study/generic_file_test.cpp study/language_test.cpp study/lifts_test.cpp study/draw_lifts_test.cpp
            study/networks_test.cpp study/parameters_test.cpp study/parity_test.cpp study/manifold_rows_test.cpp
            study/modular_test.cpp study/point_claims_test.cpp study/sink_test.cpp study/slices_test.cpp
            study/stored_sweep_test.cpp study/sweep_test.cpp study/systems_test.cpp study/threads_test.cpp
            study/verification_test.cpp study/zero_loss_test.cpp study/adversary_test.cpp study/vocabulary_test.cpp
            study/volume_test.cpp study/written_lifts_test.cpp)
cases(study_test unit "[unit]")
cases(study_test study "~[unit]~[long]~[networks-seeds]~[systems-seeds]")
cases(study_test long "[long]")
cases(study_test seeds "[networks-seeds],[systems-seeds]")

# Readers and bounds under damaged input; an executable of its own, as signals are caught.
add_executable(mutation_test study/mutation_test.cpp)
target_link_libraries(mutation_test PRIVATE polyscape::study polyscape_test_support)
cases(mutation_test study "~[long]")
cases(mutation_test long "[long]")


# The program, run like a user runs it.
add_executable(program_test program/program.cpp program/display_test.cpp program/signals_test.cpp
               ${PROJECT_SOURCE_DIR}/tools/polyscape/display.cpp program/status_test.cpp
                   program/run_folder_test.cpp program/shard_test.cpp program/sweep_test.cpp
               program/dynamics_test.cpp program/limits_test.cpp program/peers_test.cpp program/ranks_test.cpp
               program/resource_limits_test.cpp program/resume_test.cpp
               program/reference_test.cpp program/report_test.cpp program/table_test.cpp)
target_include_directories(program_test PRIVATE ${PROJECT_SOURCE_DIR}/tools/polyscape)
target_link_libraries(program_test PRIVATE polyscape::study polyscape_test_support fmt::fmt
  nlohmann_json::nlohmann_json)
target_compile_definitions(program_test PRIVATE POLYSCAPE_PROGRAM="$<TARGET_FILE:polyscape>"
                           POLYSCAPE_MPI_MODULE="$<TARGET_FILE_DIR:polyscape>/polyscape_mpi.so"
                           POLYSCAPE_REFERENCE="$<TARGET_FILE:polyscape_reference>")
add_dependencies(program_test polyscape polyscape_reference)
cases(program_test program "~[long]")
cases(program_test long "[long]")

# What docs/ say of options, keys and words is what the program's tables say.
add_test(NAME docs COMMAND polyscape_reference check ${PROJECT_SOURCE_DIR}/docs)
set_tests_properties(docs PROPERTIES LABELS build)

# The page of `polyscape report` in a browser. Debian's Selenium is a module of Debian's Python.
find_program(PYTHON_PROGRAM python3 PATHS /usr/bin NO_DEFAULT_PATH)
find_program(PYTHON_PROGRAM python3)
mark_as_advanced(PYTHON_PROGRAM)
if(PYTHON_PROGRAM)
  add_test(NAME page COMMAND ${PYTHON_PROGRAM} ${CMAKE_CURRENT_SOURCE_DIR}/program/page.py $<TARGET_FILE:polyscape>
                             ${PROJECT_SOURCE_DIR}/data)
  set_tests_properties(page PROPERTIES LABELS program SKIP_RETURN_CODE 77 TIMEOUT 1800)
endif()

# The Python package, beside the program.
if(TARGET polyscape_python)
  add_test(NAME python COMMAND ${Python_EXECUTABLE} ${CMAKE_CURRENT_SOURCE_DIR}/python/run.py
                               ${CMAKE_CURRENT_SOURCE_DIR}/python)
  set_tests_properties(python PROPERTIES LABELS python SKIP_RETURN_CODE 77 TIMEOUT 1800 ENVIRONMENT
    "PYTHONPATH=${PROJECT_BINARY_DIR}/python;POLYSCAPE_PROGRAM=$<TARGET_FILE:polyscape>;POLYSCAPE_DATA=${PROJECT_SOURCE_DIR}/data;POLYSCAPE_INSTALL=${PROJECT_BINARY_DIR}/python/install-$<CONFIG>.cmake")
endif()
